"""Django's SQLite backend with the choices that measurements made for a newspaper: see base.py."""
