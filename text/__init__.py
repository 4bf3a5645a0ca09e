"""The ground floor: words in two languages, numbers and digits, dates, and the letters of Thai.

Every other room may use it. It knows nothing of charts or missions.
"""
