"""What a Django developer would pick instead: a plain model, the Django admin, django-import-export. For measuring alone.

benchmarks/against_admin.py runs it, in a process and a database of its own.
"""
