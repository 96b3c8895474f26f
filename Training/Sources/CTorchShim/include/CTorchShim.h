// The part of libtorch that training needs, as C. Operators are called by the names they have in PyTorch's
// dispatcher ("aten::conv2d"), so that one function serves all of them, gradients and mixed precision included.
//
// Every function that can fail returns 0, NULL or -1 and leaves a message for tt_error() on the same thread.
#ifndef CTORCHSHIM_H
#define CTORCHSHIM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tt_tensor_s *tt_tensor;

// What went wrong last on this thread.
const char *tt_error(void);

typedef enum { TT_NONE, TT_TENSOR, TT_INT, TT_DOUBLE, TT_BOOL, TT_INTS, TT_TENSORS } tt_kind;

// One argument of an operator. TT_INTS and TT_TENSORS point at `count` elements.
typedef struct {
  tt_kind kind;
  int64_t integer;
  double real;
  tt_tensor tensor;
  const int64_t *integers;
  const tt_tensor *tensors;
  size_t count;
} tt_argument;

// Runs operator `name` with overload `overload` ("" for none). Arguments that are left out at the end take their
// defaults. Writes up to `capacity` resulting tensors, which the caller releases, and returns how many there were, or
// -1.
int tt_call(const char *name, const char *overload, const tt_argument *arguments, size_t count, tt_tensor *results,
            size_t capacity);

typedef enum { TT_F32, TT_F64, TT_BF16, TT_I64, TT_U8, TT_BOOLEAN } tt_type;

// A tensor on the CPU with a copy of `data`, row-major.
tt_tensor tt_from_data(const void *data, tt_type type, const int64_t *shape, size_t rank);
// Copies the values, converted to `type`, row-major; `bytes` must be exactly their size. 0 on success.
int tt_copy_out(tt_tensor tensor, tt_type type, void *data, size_t bytes);
void tt_release(tt_tensor tensor);
size_t tt_rank(tt_tensor tensor);
int64_t tt_size(tt_tensor tensor, size_t axis);

// device: -1 the CPU, otherwise a GPU's number.
tt_tensor tt_to(tt_tensor tensor, int device, tt_type type);
// The elements' type, or -1 where it is none of tt_type.
int tt_dtype(tt_tensor tensor);
// -1 for the CPU, otherwise the GPU's number.
int tt_device(tt_tensor tensor);
tt_tensor tt_to_device(tt_tensor tensor, int device);

// Marks a leaf as one whose gradient is wanted.
int tt_require_gradient(tt_tensor tensor);
// Adds the gradients of a scalar to the leaves it depends on.
int tt_backward(tt_tensor scalar);
// The gradient gathered so far, or NULL with an empty message where there is none.
tt_tensor tt_gradient(tt_tensor leaf);
void tt_clear_gradient(tt_tensor leaf);
// Returns what the setting was.
int tt_set_gradients(int enabled);
// Mixed precision in bfloat16 for what PyTorch holds to be safe in it.
void tt_set_autocast(int gpu, int enabled);
// Weights in bfloat16 are kept from their first use; to be called when the weights have changed.
void tt_drop_cached_weights(void);

void tt_seed(uint64_t seed);
// Keeps what is freed instead of giving it back to the system.
void tt_keep_freed_memory(void);
void tt_set_threads(int threads);
// Loads libtorch's CUDA half, which is not linked; 0 on success.
int tt_load_cuda(const char *library);
// Waits for what was queued on the GPU.
int tt_synchronize(void);

#ifdef __cplusplus
}
#endif
#endif
