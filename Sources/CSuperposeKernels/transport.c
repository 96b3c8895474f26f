#include "CSuperposeKernels.h"
#include "versions.h"

#include <math.h>
#include <string.h>

#pragma clang fp reassociate(on) contract(fast)

// Maps floats to integers in the same order. The largest integer can be found with vectors, but because of NaN the
// largest float cannot.
static inline int32_t key_of(float value) {
  int32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits ^ ((bits >> 31) & INT32_MAX);
}

static inline float value_of(int32_t key) {
  const int32_t bits = key ^ ((key >> 31) & INT32_MAX);
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// Computes exp(x) for x <= 0 to a relative error of 2e-7: x = n ln 2 + r, with a polynomial in r (Taylor's to the
// seventh power, enough for |r| <= ln 2 / 2) and n added to the exponent. Below -87 the result is 0.
static inline float exponential(float x) {
  const float n = rintf(x * 1.44269504f);
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.9841270e-4f;
  p = p * r + 1.3888889e-3f;
  p = p * r + 8.3333333e-3f;
  p = p * r + 4.1666667e-2f;
  p = p * r + 1.6666667e-1f;
  p = p * r + 0.5f;
  p = p * r + 1;
  p = p * r + 1;
  const int32_t bits = ((int32_t)n + 127) << 23;
  float power;
  memcpy(&power, &bits, sizeof power);
  return x < -87.0f ? 0 : p * power;
}

SUPERPOSE_VERSIONS
float superpose_exponentiate_row(const float *scores, float *target, int32_t columns, float dustbin) {
  int32_t largest = key_of(dustbin);
  for (int32_t j = 0; j < columns; j++) {
    const int32_t key = key_of(scores[j]);
    largest = key > largest ? key : largest;
  }
  const float maximum = value_of(largest);
  for (int32_t j = 0; j < columns; j++) {
    const float below = scores[j] - maximum;
    target[j] = exponential(below < -100.0f ? -100.0f : below);
  }
  return maximum;
}

SUPERPOSE_VERSIONS
static void scale_row(const float *row, const float *v, float *column_sums, int32_t columns, float mu,
                      const float *dustbin, float v_dustbin, float *u) {
  float sum = dustbin[0] * v_dustbin;
  for (int32_t j = 0; j < columns; j++) sum += row[j] * v[j];
  u[0] = mu / sum;
  for (int32_t j = 0; j < columns; j++) column_sums[j] += u[0] * row[j];
}

// Taking four rows at once reads v once, and reads and writes the columns' sums once.
SUPERPOSE_VERSIONS
static void scale_four_rows(const float *row, const float *v, float *column_sums, int32_t columns, float mu,
                            const float *dustbin, float v_dustbin, float *u) {
  const float *row0 = row, *row1 = row0 + columns, *row2 = row1 + columns, *row3 = row2 + columns;
  float sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
  for (int32_t j = 0; j < columns; j++) {
    sum0 += row0[j] * v[j];
    sum1 += row1[j] * v[j];
    sum2 += row2[j] * v[j];
    sum3 += row3[j] * v[j];
  }
  const float u0 = u[0] = mu / (dustbin[0] * v_dustbin + sum0);
  const float u1 = u[1] = mu / (dustbin[1] * v_dustbin + sum1);
  const float u2 = u[2] = mu / (dustbin[2] * v_dustbin + sum2);
  const float u3 = u[3] = mu / (dustbin[3] * v_dustbin + sum3);
  for (int32_t j = 0; j < columns; j++) {
    column_sums[j] += (u0 * row0[j] + u1 * row1[j]) + (u2 * row2[j] + u3 * row3[j]);
  }
}

void superpose_scale_rows(const float *kernel, int32_t rows, int32_t columns, const float *v, float *column_sums,
                          float mu, const float *dustbin, float v_dustbin, float *u) {
  int32_t row = 0;
  for (; row + 4 <= rows; row += 4) {
    scale_four_rows(kernel + (ptrdiff_t)row * columns, v, column_sums, columns, mu, dustbin + row, v_dustbin, u + row);
  }
  for (; row < rows; row++) {
    scale_row(kernel + (ptrdiff_t)row * columns, v, column_sums, columns, mu, dustbin + row, v_dustbin, u + row);
  }
}

SUPERPOSE_VERSIONS
void superpose_divide(float numerator, const float *source, float *target, int32_t count, float *least,
                      float *largest) {
  // The ratios are positive, so that they are ordered as their bits are, and a NaN is larger than all of them.
  int32_t low = key_of(*least), high = key_of(*largest);
  for (int32_t j = 0; j < count; j++) {
    const float next = numerator / source[j];
    const int32_t key = key_of(next / target[j]);
    low = key < low ? key : low;
    high = key > high ? key : high;
    target[j] = next;
  }
  *least = value_of(low);
  *largest = value_of(high);
}

SUPERPOSE_VERSIONS
int32_t superpose_best_column(const float *row, const float *v, float u, int32_t columns, int32_t row_index,
                              float *value, float *best, int32_t *best_row) {
  int32_t largest = key_of(0);
  for (int32_t j = 0; j < columns; j++) {
    const float mass = u * (row[j] * v[j]);
    const int32_t key = key_of(mass);
    largest = key > largest ? key : largest;
    best_row[j] = mass > best[j] ? row_index : best_row[j];
    best[j] = mass > best[j] ? mass : best[j];
  }
  const float maximum = value_of(largest);
  *value = maximum;
  for (int32_t j = 0; j < columns; j++) {
    if (u * (row[j] * v[j]) == maximum) return j;
  }
  return 0;
}
