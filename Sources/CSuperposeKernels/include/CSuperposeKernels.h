// The few inner loops that must be vectorised for the processor at hand.
//
// Swift compiles for baseline x86-64 and cannot choose a function's version at run time; C can. Each function has a
// plain counterpart in Swift, which is its specification and its test's reference
// (Sources/SuperposeMatching/Reference).
//
// Pointers are borrowed for the call. Matrices are row-major. No function allocates or fails.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Marks in `mask` [height, width] (1 or 0) the positive pixels of `source` that are the largest of their window of
// (2·radius + 1)² pixels, clipped at the borders. Pixels marked in `covered` (may be null) count as 0. `scratch` has
// (2·radius + 4)·width + 4·radius values. No value may be negative.
void superpose_mark_window_maxima(const float *source, const uint8_t *covered, uint8_t *mask, float *scratch,
                                  int32_t width, int32_t height, int32_t radius);

// Computes bilinear samples of a map of unit vectors [rows, columns, channels] at fractional (column, row) positions
// [points, 2] inside the map. Each sample [channels] is scaled to unit length again: it is divided by its length, or by
// `shortest` where it is shorter.
void superpose_sample_unit_vectors(const float *map, int32_t rows, int32_t columns, int32_t channels,
                                   const float *positions, int32_t points, float shortest, float *samples);

// Computes one row of the kernel of optimal transport, [columns]: target = exp(scores - maximum), where `maximum` is
// the largest of the row and of `dustbin`, and is returned.
float superpose_exponentiate_row(const float *scores, float *target, int32_t columns, float dustbin);

// Runs one iteration of Sinkhorn's scaling over a kernel [rows, columns]: for each row u = mu / (row · v + dustbin *
// v_dustbin), and u * row is added to `column_sums` [columns]. `dustbin` and `u` are [rows].
void superpose_scale_rows(const float *kernel, int32_t rows, int32_t columns, const float *v, float *column_sums,
                          float mu, const float *dustbin, float v_dustbin, float *u);

// Computes target = numerator / source, [count], and notes in `least` and `largest` by what factors the target changes,
// where these are beyond what stands there. A factor that is not a number is larger than all.
void superpose_divide(float numerator, const float *source, float *target, int32_t count, float *least,
                      float *largest);

// Finds the best column of one row of u * row * v (returned; the first of equal ones), its value, and for every column
// the best row so far. `best` and `best_row` are [columns]; `row_index` is this row's number.
int32_t superpose_best_column(const float *row, const float *v, float u, int32_t columns, int32_t row_index,
                              float *value, float *best, int32_t *best_row);

// Computes product [rows, columns] = a [rows, inner] · b [inner, columns], where each row of a begins `a_stride` values
// behind the one before. rows must be a multiple of 8, and columns one of 16.
void superpose_multiply(const float *a, int32_t a_stride, const float *b, float *product, int32_t rows, int32_t inner,
                        int32_t columns);
