"""A believable town, 青溪镇总工会, for trying the program by hand and for its tests."""
