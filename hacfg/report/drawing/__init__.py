"""The topology, and the order of a plan, as pictures: SVG and Mermaid."""
