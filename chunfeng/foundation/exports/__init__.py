"""Lists that leave the register: asked for, approved by a second officer where they must be."""
