// OpenVINO's C API as its wheel ships it, see scripts/fetch-openvino.
#include <openvino/c/openvino.h>
