// Warping by exact coordinates. OpenCV's own warp rounds them to 1/32 pixel, cannot address more than 32,767 pixels,
// blends the outer pixels with the background, and interpolates alpha apart from the colours.
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "guarded.hpp"

namespace {

/// Computes floor() without the library call that baseline x86-64 needs; |x| must fit an int.
inline int floor_to_int(double x) {
  const int truncated = static_cast<int>(x);
  return truncated - (x < truncated);
}

/// Computes the weights of the taps at offsets 0 and 1 from floor(x).
inline void weigh(float t, float (&w)[2]) {
  w[0] = 1 - t;
  w[1] = t;
}

/// Computes the weights at offsets -1...2: cubic convolution with a = -1/2 (Keys 1981), which reproduces quadratics.
inline void weigh(float t, float (&w)[4]) {
  w[0] = ((-0.5f * t + 1) * t - 0.5f) * t;
  w[1] = (1.5f * t - 2.5f) * t * t + 1;
  w[2] = ((-1.5f * t + 2) * t + 0.5f) * t;
  w[3] = (0.5f * t - 0.5f) * t * t;
}

/// Computes the weights at offsets -2...3: Lanczos' window of three lobes (Duchon 1979). They do not sum to 1 exactly,
/// so that the sum has to be divided by the total.
inline void weigh(float t, float (&w)[6]) {
  constexpr double pi = 3.14159265358979323846;
  for (int i = 0; i < 6; i++) {
    const double x = t - (i - 2);
    // At a sample the others weigh exactly nothing, which a computed sine misses by rounding.
    if (t == 0) w[i] = i == 2;
    else w[i] = static_cast<float>(3 * std::sin(pi * x) * std::sin(pi * x / 3) / (pi * pi * x * x));
  }
}

template <typename T, int channels, int taps>
struct Warp {
  const cv::Mat &source;
  cv::Mat &target;
  const double *h;
  int supersampling;

  /// Adds the source's colour at (x, y) if it lies on the source. Taps beyond the edge repeat the edge.
  bool add_sample(double u, double v, float (&sum)[channels], float &total) const {
    const double depth = h[6] * u + h[7] * v + h[8];
    if (!(depth > 0)) return false;
    const double x = (h[0] * u + h[1] * v + h[2]) / depth, y = (h[3] * u + h[4] * v + h[5]) / depth;
    if (!(x >= -0.5 && y >= -0.5 && x <= source.cols - 0.5 && y <= source.rows - 0.5)) return false;
    const int x0 = floor_to_int(x), y0 = floor_to_int(y);
    float wx[taps], wy[taps];
    weigh(static_cast<float>(x - x0), wx);
    weigh(static_cast<float>(y - y0), wy);
    constexpr int first = 1 - taps / 2;
    int offsets[taps];
    for (int i = 0; i < taps; i++) offsets[i] = std::clamp(x0 + first + i, 0, source.cols - 1) * channels;
    for (int j = 0; j < taps; j++) {
      if (wy[j] == 0) continue;  // so that a NaN beside the sample stays where it is
      const T *row = source.ptr<T>(std::clamp(y0 + first + j, 0, source.rows - 1));
      for (int i = 0; i < taps; i++)
        if (std::is_integral<T>::value || wx[i] != 0) add_tap(row + offsets[i], wx[i] * wy[j], sum, total);
    }
    return true;
  }

  /// Adds one tap. The colours of an image with alpha count by their alpha, so that transparent pixels leave no fringe.
  static void add_tap(const T *pixel, float weight, float (&sum)[channels], float &total) {
    total += weight;
    const float opacity = channels == 4 ? weight * pixel[channels - 1] : weight;
    for (int c = 0; c < (channels == 4 ? 3 : channels); c++) sum[c] += opacity * pixel[c];
    if (channels == 4) sum[channels - 1] += opacity;
  }

  void store(T *pixel, const float (&sum)[channels], float total) const {
    if (channels < 4) {
      for (int c = 0; c < channels; c++) pixel[c] = cv::saturate_cast<T>(sum[c] / total);
      return;
    }
    const float opacity = sum[channels - 1];
    if (!(opacity > 0)) return;
    for (int c = 0; c < channels - 1; c++) pixel[c] = cv::saturate_cast<T>(sum[c] / opacity);
    pixel[channels - 1] = cv::saturate_cast<T>(opacity / total);
  }

  void row(int v) const {
    T *pixel = target.ptr<T>(v);
    const double step = 1.0 / supersampling, start = 0.5 * step - 0.5;
    for (int u = 0; u < target.cols; u++, pixel += channels) {
      float sum[channels] = {}, total = 0;
      if (supersampling > 1) {
        float ignored[channels] = {}, none = 0;
        if (!add_sample(u, v, ignored, none)) continue;
      }
      for (int j = 0; j < supersampling; j++)
        for (int i = 0; i < supersampling; i++) add_sample(u + start + i * step, v + start + j * step, sum, total);
      if (total > 0) store(pixel, sum, total);
    }
  }
};

template <typename T, int channels, int taps>
void run(const cv::Mat &source, cv::Mat &target, const double *h, int supersampling) {
  const Warp<T, channels, taps> warp{source, target, h, supersampling};
  cv::parallel_for_(cv::Range(0, target.rows), [&](const cv::Range &rows) {
    for (int v = rows.start; v < rows.end; v++) warp.row(v);
  });
}

/// Copies the pixel in which each target pixel's centre falls, bit for bit.
template <typename T, int channels>
void run_nearest(const cv::Mat &source, cv::Mat &target, const double *h) {
  cv::parallel_for_(cv::Range(0, target.rows), [&](const cv::Range &rows) {
    for (int v = rows.start; v < rows.end; v++) {
      T *pixel = target.ptr<T>(v);
      for (int u = 0; u < target.cols; u++, pixel += channels) {
        const double depth = h[6] * u + h[7] * v + h[8];
        if (!(depth > 0)) continue;
        const double x = (h[0] * u + h[1] * v + h[2]) / depth, y = (h[3] * u + h[4] * v + h[5]) / depth;
        if (!(x >= -0.5 && y >= -0.5 && x <= source.cols - 0.5 && y <= source.rows - 0.5)) continue;
        const int column = std::min(floor_to_int(x + 0.5), source.cols - 1);
        const int row = std::min(floor_to_int(y + 0.5), source.rows - 1);
        std::copy_n(source.ptr<T>(row) + column * channels, channels, pixel);
      }
    }
  });
}

template <typename T, int channels>
void run(int taps, const cv::Mat &source, cv::Mat &target, const double *h, int supersampling) {
  switch (taps) {
    case 1: return run_nearest<T, channels>(source, target, h);
    case 2: return run<T, channels, 2>(source, target, h, supersampling);
    case 4: return run<T, channels, 4>(source, target, h, supersampling);
    default: CV_Assert(taps == 6); return run<T, channels, 6>(source, target, h, supersampling);
  }
}

template <typename T>
void run_channels(int taps, const cv::Mat &source, cv::Mat &target, const double *h, int supersampling) {
  switch (source.channels()) {
    case 1: return run<T, 1>(taps, source, target, h, supersampling);
    case 3: return run<T, 3>(taps, source, target, h, supersampling);
    default: CV_Assert(source.channels() == 4); return run<T, 4>(taps, source, target, h, supersampling);
  }
}

}  // namespace

int32_t superpose_cv_warp(
    const superpose_cv_image *source, superpose_cv_image *target, const double source_from_target[9],
    int32_t taps, int32_t supersampling, superpose_cv_message *message) {
  return guarded(message, [&] {
    CV_Assert(source->mat.type() == target->mat.type() && supersampling >= 1);
    switch (source->mat.depth()) {
      case CV_8U: return run_channels<uchar>(taps, source->mat, target->mat, source_from_target, supersampling);
      case CV_16U: return run_channels<ushort>(taps, source->mat, target->mat, source_from_target, supersampling);
      default: CV_Assert(source->mat.depth() == CV_32F);
    }
    run_channels<float>(taps, source->mat, target->mat, source_from_target, supersampling);
  });
}
