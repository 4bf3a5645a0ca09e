"""What a working group keeps: reviews, missions, answers, opinions, settlements, evidence, signatures and the log.

In SQLite or PostgreSQL. A decision is never kept but for the snapshot in a signature: it is replayed by ``engine``.
Every function takes who asks and checks the role in the database; pages and commands hold no rules of their own.
"""
