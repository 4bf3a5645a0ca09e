"""Files of missions: any office's, read and understood row by row; safe tables, written.

Which columns and words there are comes from the chart and the YAML files here; nothing here decides a mission.
"""
