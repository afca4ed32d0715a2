"""Files from warehouses and 3PLs, read into rows. They are hostile or broken until proved otherwise."""
