"""Files of missions: any office's, read and understood; safe tables, written."""
