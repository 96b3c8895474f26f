// OpenVINO's C API as its wheel ships it, see scripts/fetch-openvino.
#include <openvino/c/openvino.h>

// Swift cannot call functions with a variable number of arguments.
static inline ov_status_e superpose_ov_set_property(
    const ov_core_t* core, const char* device, const char* key, const char* value) {
  return ov_core_set_property(core, device, key, value);
}
