#include "CTorchShim.h"

#include <ATen/ATen.h>
#include <ATen/DeviceAccelerator.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <climits>
#include <dlfcn.h>
#include <malloc.h>

#include <string>
#include <unordered_map>
#include <vector>

struct tt_tensor_s {
  at::Tensor value;
};

namespace {

thread_local std::string message;

tt_tensor wrap(at::Tensor tensor) { return new tt_tensor_s{std::move(tensor)}; }

// Runs `body`. On any exception it keeps the message and returns `failure`.
template <typename Result, typename Body>
Result guarded(Result failure, Body &&body) noexcept {
  try {
    message.clear();
    return body();
  } catch (const c10::Error &error) {
    message = error.what_without_backtrace();
  } catch (const std::exception &error) {
    message = error.what();
  } catch (...) {
    message = "an exception of unknown type";
  }
  return failure;
}

at::ScalarType scalarType(tt_type type) {
  switch (type) {
    case TT_F32: return at::kFloat;
    case TT_F64: return at::kDouble;
    case TT_BF16: return at::kBFloat16;
    case TT_I64: return at::kLong;
    case TT_U8: return at::kByte;
    case TT_BOOLEAN: return at::kBool;
  }
  throw std::invalid_argument("no such element type");
}

at::Device deviceOf(int number) {
  return number < 0 ? at::Device(at::kCPU) : at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(number));
}

c10::IValue value(const tt_argument &argument) {
  switch (argument.kind) {
    case TT_NONE: return c10::IValue();
    case TT_TENSOR: return argument.tensor->value;
    case TT_INT: return argument.integer;
    case TT_DOUBLE: return argument.real;
    case TT_BOOL: return argument.integer != 0;
    case TT_INTS: return c10::List<int64_t>(at::IntArrayRef(argument.integers, argument.count));
    case TT_TENSORS: {
      c10::List<at::Tensor> list;
      for (size_t i = 0; i < argument.count; i++) list.push_back(argument.tensors[i]->value);
      return list;
    }
  }
  throw std::invalid_argument("no such kind of argument");
}

const c10::OperatorHandle &operatorNamed(const char *name, const char *overload) {
  thread_local std::unordered_map<std::string, c10::OperatorHandle> known;
  std::string key = std::string(name) + "." + overload;
  auto found = known.find(key);
  if (found == known.end())
    found = known.emplace(key, c10::Dispatcher::singleton().findSchemaOrThrow(name, overload)).first;
  return found->second;
}

}  // namespace

const char *tt_error(void) { return message.c_str(); }

int tt_call(const char *name, const char *overload, const tt_argument *arguments, size_t count, tt_tensor *results,
            size_t capacity) {
  return guarded(-1, [&] {
    const c10::OperatorHandle &op = operatorNamed(name, overload);
    const auto &expected = op.schema().arguments();
    TORCH_CHECK(count <= expected.size(), name, " takes ", expected.size(), " arguments, not ", count);
    c10::Stack stack;
    for (size_t i = 0; i < count; i++) stack.push_back(value(arguments[i]));
    for (size_t i = count; i < expected.size(); i++) {
      TORCH_CHECK(expected[i].default_value(), name, " needs argument ", expected[i].name());
      stack.push_back(*expected[i].default_value());
    }
    op.callBoxed(stack);
    TORCH_CHECK(stack.size() <= capacity, name, " gives ", stack.size(), " results");
    for (size_t i = 0; i < stack.size(); i++) results[i] = wrap(stack[i].toTensor());
    return static_cast<int>(stack.size());
  });
}

tt_tensor tt_from_data(const void *data, tt_type type, const int64_t *shape, size_t rank) {
  return guarded<tt_tensor>(nullptr, [&] {
    return wrap(at::from_blob(const_cast<void *>(data), at::IntArrayRef(shape, rank), scalarType(type)).clone());
  });
}

int tt_copy_out(tt_tensor tensor, tt_type type, void *data, size_t bytes) {
  return guarded(-1, [&] {
    at::Tensor plain = tensor->value.detach().to(at::kCPU, scalarType(type)).contiguous();
    TORCH_CHECK(plain.nbytes() == bytes, "a tensor of ", plain.nbytes(), " bytes does not fit ", bytes);
    std::memcpy(data, plain.const_data_ptr(), bytes);
    return 0;
  });
}

void tt_release(tt_tensor tensor) { delete tensor; }
size_t tt_rank(tt_tensor tensor) { return tensor->value.dim(); }
int64_t tt_size(tt_tensor tensor, size_t axis) { return tensor->value.size(axis); }

int tt_dtype(tt_tensor tensor) {
  for (tt_type type : {TT_F32, TT_F64, TT_BF16, TT_I64, TT_U8, TT_BOOLEAN})
    if (tensor->value.scalar_type() == scalarType(type)) return type;
  return -1;
}

int tt_device(tt_tensor tensor) { return tensor->value.is_cuda() ? tensor->value.get_device() : -1; }

tt_tensor tt_to(tt_tensor tensor, int device, tt_type type) {
  return guarded<tt_tensor>(nullptr, [&] { return wrap(tensor->value.to(deviceOf(device), scalarType(type))); });
}

tt_tensor tt_to_device(tt_tensor tensor, int device) {
  return guarded<tt_tensor>(nullptr, [&] { return wrap(tensor->value.to(deviceOf(device))); });
}

int tt_require_gradient(tt_tensor tensor) {
  return guarded(-1, [&] {
    tensor->value.requires_grad_(true);
    return 0;
  });
}

int tt_backward(tt_tensor scalar) {
  return guarded(-1, [&] {
    scalar->value.backward();
    return 0;
  });
}

tt_tensor tt_gradient(tt_tensor leaf) {
  return guarded<tt_tensor>(nullptr, [&]() -> tt_tensor {
    const at::Tensor &gradient = leaf->value.grad();
    return gradient.defined() ? wrap(gradient) : nullptr;
  });
}

void tt_clear_gradient(tt_tensor leaf) { leaf->value.mutable_grad().reset(); }

int tt_set_gradients(int enabled) {
  bool before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(enabled != 0);
  return before;
}

void tt_set_autocast(int gpu, int enabled) {
  at::DeviceType device = gpu ? at::kCUDA : at::kCPU;
  at::autocast::set_autocast_dtype(device, at::kBFloat16);
  at::autocast::set_autocast_enabled(device, enabled != 0);
}

void tt_drop_cached_weights(void) { at::autocast::clear_cache(); }

void tt_seed(uint64_t seed) {
  guarded(0, [&] {
    at::manual_seed(seed);
    return 0;
  });
}

void tt_keep_freed_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

void tt_set_threads(int threads) { at::set_num_threads(threads); }

int tt_load_cuda(const char *library) {
  return guarded(-1, [&] {
    if (!dlopen(library, RTLD_NOW | RTLD_GLOBAL)) throw std::runtime_error(dlerror());
    TORCH_CHECK(at::hasCUDA(), "libtorch finds no CUDA device");
    return 0;
  });
}

int tt_synchronize(void) {
  return guarded(-1, [&] {
    if (at::hasCUDA()) at::accelerator::synchronizeDevice(at::accelerator::getDeviceIndex());
    return 0;
  });
}
