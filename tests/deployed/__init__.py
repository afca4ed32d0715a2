"""The site as README's Deploy tells to run it: its own lines, in a Debian of its own, and then struck by bad luck."""
