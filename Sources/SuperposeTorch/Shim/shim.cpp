#include "superpose_torch.h"

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
thread_local tt_failure kind = TT_REFUSED;

tt_tensor wrap(at::Tensor tensor) { return new tt_tensor_s{std::move(tensor)}; }

// Runs `body`. On any exception it keeps the message and returns `failure`.
template <typename Result, typename Body>
Result guarded(Result failure, Body &&body) noexcept {
  try {
    message.clear();
    kind = TT_REFUSED;
    return body();
  } catch (const c10::OutOfMemoryError &error) {
    kind = TT_OUT_OF_MEMORY;
    message = error.what_without_backtrace();
  } catch (const c10::Error &error) {
    message = error.what_without_backtrace();
    // What the CPU's allocator throws has no type of its own.
    if (message.find("can't allocate memory") != std::string::npos) kind = TT_OUT_OF_MEMORY;
  } catch (const std::bad_alloc &) {
    kind = TT_OUT_OF_MEMORY;
    message = "the system has no memory left";
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
    case TT_F16: return at::kHalf;
    case TT_BF16: return at::kBFloat16;
    case TT_I64: return at::kLong;
    case TT_I32: return at::kInt;
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
    case TT_DEVICE: return deviceOf(static_cast<int>(argument.integer));
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

const char *error(void) { return message.c_str(); }
tt_failure failure(void) { return kind; }

int call(const char *name, const char *overload, const tt_argument *arguments, size_t count, tt_tensor *results,
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

tt_tensor from_data(const void *data, tt_type type, const int64_t *shape, size_t rank) {
  return guarded<tt_tensor>(nullptr, [&] {
    return wrap(at::from_blob(const_cast<void *>(data), at::IntArrayRef(shape, rank), scalarType(type)).clone());
  });
}

int copy_out(tt_tensor tensor, tt_type type, void *data, size_t bytes) {
  return guarded(-1, [&] {
    at::Tensor plain = tensor->value.detach().to(at::kCPU, scalarType(type)).contiguous();
    TORCH_CHECK(plain.nbytes() == bytes, "a tensor of ", plain.nbytes(), " bytes does not fit ", bytes);
    std::memcpy(data, plain.const_data_ptr(), bytes);
    return 0;
  });
}

void release(tt_tensor tensor) { delete tensor; }
size_t rank(tt_tensor tensor) { return tensor->value.dim(); }
int64_t size(tt_tensor tensor, size_t axis) { return tensor->value.size(axis); }

int dtype(tt_tensor tensor) {
  for (tt_type type : {TT_F32, TT_F64, TT_F16, TT_BF16, TT_I64, TT_I32, TT_U8, TT_BOOLEAN})
    if (tensor->value.scalar_type() == scalarType(type)) return type;
  return -1;
}

int device(tt_tensor tensor) { return tensor->value.is_cuda() ? tensor->value.get_device() : -1; }

tt_tensor to(tt_tensor tensor, int device, tt_type type) {
  return guarded<tt_tensor>(nullptr, [&] { return wrap(tensor->value.to(deviceOf(device), scalarType(type))); });
}

tt_tensor to_device(tt_tensor tensor, int device) {
  return guarded<tt_tensor>(nullptr, [&] { return wrap(tensor->value.to(deviceOf(device))); });
}

int require_gradient(tt_tensor tensor) {
  return guarded(-1, [&] {
    tensor->value.requires_grad_(true);
    return 0;
  });
}

int backward(tt_tensor scalar) {
  return guarded(-1, [&] {
    scalar->value.backward();
    return 0;
  });
}

tt_tensor gradient(tt_tensor leaf) {
  return guarded<tt_tensor>(nullptr, [&]() -> tt_tensor {
    const at::Tensor &gradient = leaf->value.grad();
    return gradient.defined() ? wrap(gradient) : nullptr;
  });
}

void clear_gradient(tt_tensor leaf) { leaf->value.mutable_grad().reset(); }

int set_gradients(int enabled) {
  bool before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(enabled != 0);
  return before;
}

void set_autocast(int gpu, int enabled) {
  at::DeviceType device = gpu ? at::kCUDA : at::kCPU;
  at::autocast::set_autocast_dtype(device, at::kBFloat16);
  at::autocast::set_autocast_enabled(device, enabled != 0);
}

void drop_cached_weights(void) { at::autocast::clear_cache(); }

void seed(uint64_t seed) {
  guarded(0, [&] {
    at::manual_seed(seed);
    return 0;
  });
}

void keep_freed_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

void set_threads(int threads) { at::set_num_threads(threads); }

int load_cuda(const char *library) {
  return guarded(-1, [&] {
    if (!dlopen(library, RTLD_NOW | RTLD_GLOBAL)) throw std::runtime_error(dlerror());
    TORCH_CHECK(at::hasCUDA(), "libtorch finds no CUDA device");
    return 0;
  });
}

void use_whole_floats(void) {
  at::globalContext().setAllowTF32CuDNN(false);
  at::globalContext().setAllowTF32CuBLAS(false);
}

int synchronize(int device) {
  return guarded(-1, [&] {
    if (at::hasCUDA()) at::accelerator::synchronizeDevice(static_cast<c10::DeviceIndex>(device));
    return 0;
  });
}

int alternate(tt_tensor kernel, tt_tensor mu, tt_tensor nu, tt_tensor v, int rounds, tt_tensor *scalings) {
  return guarded(-1, [&] {
    at::Tensor rows = at::empty_like(mu->value), columns = v->value.clone();
    at::Tensor transposed = kernel->value.transpose(1, 2);
    for (int round = 0; round < rounds; round++) {
      at::bmm_out(rows, kernel->value, columns);
      at::div_out(rows, mu->value, rows);
      at::bmm_out(columns, transposed, rows);
      at::div_out(columns, nu->value, columns);
    }
    scalings[0] = wrap(rows);
    scalings[1] = wrap(columns);
    return 0;
  });
}

const tt_functions functions = {
    .error = error,
    .failure = failure,
    .call = call,
    .from_data = from_data,
    .copy_out = copy_out,
    .release = release,
    .rank = rank,
    .size = size,
    .to = to,
    .to_device = to_device,
    .dtype = dtype,
    .device = device,
    .alternate = alternate,
    .require_gradient = require_gradient,
    .backward = backward,
    .gradient = gradient,
    .clear_gradient = clear_gradient,
    .set_gradients = set_gradients,
    .set_autocast = set_autocast,
    .drop_cached_weights = drop_cached_weights,
    .seed = seed,
    .keep_freed_memory = keep_freed_memory,
    .set_threads = set_threads,
    .use_whole_floats = use_whole_floats,
    .load_cuda = load_cuda,
    .synchronize = synchronize,
};

}  // namespace

const tt_functions *superpose_torch_functions(void) { return &functions; }
