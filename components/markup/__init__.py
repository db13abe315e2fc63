"""HTML: elements as plain dicts, attributes that Python cannot write as keywords, tables, what stands still, finished pages."""
