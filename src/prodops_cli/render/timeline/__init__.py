"""A timeline as pictures and as rows: SVG, a page to open in a browser, mermaid, text, CSV, a calendar."""
