// The part of libtorch that training needs, as C functions. Operators are called by their names in PyTorch's dispatcher
// ("aten::conv2d"), so that one function serves all of them, including gradients and mixed precision.
//
// Every function that can fail returns 0, NULL or -1, and leaves a message for tt_error() on the same thread.
#ifndef CTORCHSHIM_H
#define CTORCHSHIM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tt_tensor_s *tt_tensor;

// Returns the message of the last failure on this thread.
const char *tt_error(void);

typedef enum { TT_NONE, TT_TENSOR, TT_INT, TT_DOUBLE, TT_BOOL, TT_INTS, TT_TENSORS } tt_kind;

// An argument of an operator. TT_INTS and TT_TENSORS point to `count` elements.
typedef struct {
  tt_kind kind;
  int64_t integer;
  double real;
  tt_tensor tensor;
  const int64_t *integers;
  const tt_tensor *tensors;
  size_t count;
} tt_argument;

// Runs the operator `name` with the overload `overload` ("" for none). Arguments that are left out at the end have
// their defaults. Writes up to `capacity` resulting tensors, which the caller releases, and returns their number, or
// -1.
int tt_call(const char *name, const char *overload, const tt_argument *arguments, size_t count, tt_tensor *results,
            size_t capacity);

typedef enum { TT_F32, TT_F64, TT_BF16, TT_I64, TT_U8, TT_BOOLEAN } tt_type;

// Makes a tensor on the CPU with a copy of `data`, row-major.
tt_tensor tt_from_data(const void *data, tt_type type, const int64_t *shape, size_t rank);
// Copies the values, converted to `type`, in row-major order; `bytes` must be exactly their size. Returns 0 on success.
int tt_copy_out(tt_tensor tensor, tt_type type, void *data, size_t bytes);
void tt_release(tt_tensor tensor);
size_t tt_rank(tt_tensor tensor);
int64_t tt_size(tt_tensor tensor, size_t axis);

// Moves and converts a tensor. `device` is -1 for the CPU, otherwise a GPU's number.
tt_tensor tt_to(tt_tensor tensor, int device, tt_type type);
// Returns the type of the elements, or -1 where it is none of tt_type.
int tt_dtype(tt_tensor tensor);
// Returns -1 for the CPU, otherwise the GPU's number.
int tt_device(tt_tensor tensor);
tt_tensor tt_to_device(tt_tensor tensor, int device);

// Marks a leaf as one whose gradient is wanted.
int tt_require_gradient(tt_tensor tensor);
// Adds the gradients of a scalar to the leaves that it depends on.
int tt_backward(tt_tensor scalar);
// Returns the gradient accumulated so far, or NULL with an empty message where there is none.
tt_tensor tt_gradient(tt_tensor leaf);
void tt_clear_gradient(tt_tensor leaf);
// Sets whether gradients are recorded, and returns the previous setting.
int tt_set_gradients(int enabled);
// Enables mixed precision in bfloat16 for the operators that PyTorch considers safe in it.
void tt_set_autocast(int gpu, int enabled);
// Drops the weights in bfloat16, which are kept from their first use. It must be called when the weights have changed.
void tt_drop_cached_weights(void);

void tt_seed(uint64_t seed);
// Keeps freed memory for reuse instead of returning it to the system.
void tt_keep_freed_memory(void);
void tt_set_threads(int threads);
// Loads the CUDA part of libtorch, which is not linked. Returns 0 on success.
int tt_load_cuda(const char *library);
// Waits until the GPU has done all that was queued.
int tt_synchronize(void);

#ifdef __cplusplus
}
#endif
#endif
