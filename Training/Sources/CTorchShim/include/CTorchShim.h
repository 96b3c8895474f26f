// Nothing: linking this module takes libtorch's functions into use (superpose_torch.h of the main package).
