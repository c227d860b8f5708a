"""What the commands print: safe text, tables, origins, archives."""
