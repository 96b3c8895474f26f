// libtorch is C++: see ../CTorchShim.
