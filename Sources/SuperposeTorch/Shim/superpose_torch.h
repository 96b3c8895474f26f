// The part of libtorch that the networks and their training need, as a table of C functions. Operators are called by
// their names in PyTorch's dispatcher ("aten::conv2d"), so that one function serves all of them, including gradients
// and mixed precision.
//
// shim.cpp fills the table. It is the only file that needs libtorch's headers: the trainer links it, and the program
// loads it as a library (find-libtorch), which holds C++ alone, so that nothing of Swift is twice in a process.
//
// Every function that can fail returns 0, NULL or -1, and leaves a message for error() on the same thread.
#ifndef SUPERPOSE_TORCH_H
#define SUPERPOSE_TORCH_H

#include <stddef.h>
#include <stdint.h>

// Swift sees the table's members as functions, and not as functions that may be missing.
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"
#define TT_PRESENT _Nonnull
#else
#define TT_PRESENT
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tt_tensor_s *tt_tensor;

typedef enum { TT_NONE, TT_TENSOR, TT_INT, TT_DOUBLE, TT_BOOL, TT_INTS, TT_TENSORS, TT_DEVICE } tt_kind;

// An argument of an operator. TT_INTS and TT_TENSORS point to `count` elements; TT_DEVICE has its number in `integer`,
// -1 for the CPU.
typedef struct {
  tt_kind kind;
  int64_t integer;
  double real;
  tt_tensor tensor;
  const int64_t *integers;
  const tt_tensor *tensors;
  size_t count;
} tt_argument;

typedef enum { TT_F32, TT_F64, TT_F16, TT_BF16, TT_I64, TT_I32, TT_U8, TT_BOOLEAN } tt_type;

typedef enum { TT_REFUSED, TT_OUT_OF_MEMORY } tt_failure;

typedef struct {
  // The message of the last failure on this thread, and what kind of failure it was.
  const char *TT_PRESENT (*TT_PRESENT error)(void);
  tt_failure (*TT_PRESENT failure)(void);

  // Runs the operator `name` with the overload `overload` ("" for none). Arguments that are left out at the end have
  // their defaults. Writes up to `capacity` resulting tensors, which the caller releases, and returns their number, or
  // -1.
  int (*TT_PRESENT call)(const char *TT_PRESENT name, const char *TT_PRESENT overload, const tt_argument *arguments,
                         size_t count, tt_tensor *results, size_t capacity);

  // Makes a tensor on the CPU with a copy of `data`, row-major.
  tt_tensor (*TT_PRESENT from_data)(const void *data, tt_type type, const int64_t *shape, size_t rank);
  // Copies the values, converted to `type`, in row-major order; `bytes` must be exactly their size. Returns 0 on
  // success.
  int (*TT_PRESENT copy_out)(tt_tensor tensor, tt_type type, void *data, size_t bytes);
  void (*TT_PRESENT release)(tt_tensor tensor);
  size_t (*TT_PRESENT rank)(tt_tensor tensor);
  int64_t (*TT_PRESENT size)(tt_tensor tensor, size_t axis);

  // Moves and converts a tensor. `device` is -1 for the CPU, otherwise a GPU's number.
  tt_tensor (*TT_PRESENT to)(tt_tensor tensor, int device, tt_type type);
  tt_tensor (*TT_PRESENT to_device)(tt_tensor tensor, int device);
  // The type of the elements, or -1 where it is none of tt_type.
  int (*TT_PRESENT dtype)(tt_tensor tensor);
  // -1 for the CPU, otherwise the GPU's number.
  int (*TT_PRESENT device)(tt_tensor tensor);

  // Alternates `u = mu / (kernel v)` and `v = nu / (kernelᵀ u)`. `kernel` is [B, N, M], `mu` [B, N, 1], `nu` and `v`
  // [B, M, 1]. Writes u and v, which the caller releases. Returns 0 on success.
  int (*TT_PRESENT alternate)(tt_tensor kernel, tt_tensor mu, tt_tensor nu, tt_tensor v, int rounds,
                              tt_tensor *scalings);

  // Marks a leaf as one whose gradient is wanted.
  int (*TT_PRESENT require_gradient)(tt_tensor tensor);
  // Adds the gradients of a scalar to the leaves that it depends on.
  int (*TT_PRESENT backward)(tt_tensor scalar);
  // The gradient accumulated so far, or NULL with an empty message where there is none.
  tt_tensor (*TT_PRESENT gradient)(tt_tensor leaf);
  void (*TT_PRESENT clear_gradient)(tt_tensor leaf);
  // Sets whether gradients are recorded on this thread, and returns the previous setting.
  int (*TT_PRESENT set_gradients)(int enabled);
  // Enables mixed precision in bfloat16 for the operators that PyTorch considers safe in it.
  void (*TT_PRESENT set_autocast)(int gpu, int enabled);
  // Drops the weights in bfloat16, which are kept from their first use. It must be called when the weights have
  // changed.
  void (*TT_PRESENT drop_cached_weights)(void);

  void (*TT_PRESENT seed)(uint64_t seed);
  // Keeps freed memory for reuse instead of returning it to the system.
  void (*TT_PRESENT keep_freed_memory)(void);
  void (*TT_PRESENT set_threads)(int threads);
  // Has products and convolutions of 32-bit floats computed in 32 bits: a GPU would take 10 bits of the mantissa in
  // convolutions by itself (TF32).
  void (*TT_PRESENT use_whole_floats)(void);
  // Loads the CUDA part of libtorch, which is not linked. Returns 0 on success.
  int (*TT_PRESENT load_cuda)(const char *TT_PRESENT library);
  // Waits until the GPU of this number has done all that was queued.
  int (*TT_PRESENT synchronize)(int device);
} tt_functions;

// The table: the one symbol of the library.
const tt_functions *superpose_torch_functions(void);

#ifdef __cplusplus
}
#endif

#ifdef __clang__
#pragma clang diagnostic pop
#endif
#endif
