// The shim, linked: the trainer runs on machines that have neither a compiler nor the program's cache.
#include "../../../Sources/SuperposeTorch/Shim/shim.cpp"

// Of the main package's CTorchLoader, whose header is a module's and cannot be included here.
extern "C" void tt_use(const tt_functions *functions);

// Before main, so that whatever links this has the functions.
__attribute__((constructor)) static void take_into_use(void) { tt_use(superpose_torch_functions()); }
