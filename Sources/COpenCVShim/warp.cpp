// Warping by exact coordinates. OpenCV's own warp rounds them to 1/32 pixel, cannot address more than 32,767 pixels,
// blends the outer pixels with the background, and interpolates alpha apart from the colours.
#include <algorithm>
#include <cmath>
#include <cstring>
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

/// Computes the weights at a fraction of a pixel, and returns their sum where it is not 1.
template <int taps>
inline float weights(double fraction, float (&w)[taps]) {
  weigh(static_cast<float>(fraction), w);
  if (taps != 6) return 1;
  float sum = 0;
  for (const float weight : w) sum += weight;
  return sum;
}

/// Where a pixel of the target comes from.
struct Mapping {
  const double *h;
  double right, bottom;  // of the whole source, half a pixel beyond its last centres

  Mapping(int64_t width, int64_t height, const double *matrix) : h(matrix), right(width - 0.5), bottom(height - 0.5) {}

  /// Returns whether the point comes from the source, and from where.
  bool operator()(double u, double v, double &x, double &y) const {
    const double depth = h[6] * u + h[7] * v + h[8];
    if (!(depth > 0)) return false;
    x = (h[0] * u + h[1] * v + h[2]) / depth;
    y = (h[3] * u + h[4] * v + h[5]) / depth;
    return x >= -0.5 && y >= -0.5 && x <= right && y <= bottom;
  }
};

/// The same from a table with an entry for each pixel of a part of the target and for a margin of one pixel around it,
/// which is interpolated between these. An entry that is not a number comes from nowhere.
struct TableMapping {
  const double *points;
  int columns;
  int64_t first_column, first_row;
  double right, bottom;

  bool operator()(double u, double v, double &x, double &y) const {
    const double column = u + 1 - first_column, row = v + 1 - first_row;
    const int i = floor_to_int(column), j = floor_to_int(row);
    const double s = column - i, t = row - j;
    const double *above = points + 2 * (static_cast<size_t>(j) * (columns + 2) + i);
    x = above[0], y = above[1];
    if (s != 0 || t != 0) {
      const double *below = above + 2 * (columns + 2);
      x = (1 - t) * ((1 - s) * above[0] + s * above[2]) + t * ((1 - s) * below[0] + s * below[2]);
      y = (1 - t) * ((1 - s) * above[1] + s * above[3]) + t * ((1 - s) * below[1] + s * below[3]);
    }
    return x >= -0.5 && y >= -0.5 && x <= right && y <= bottom;
  }
};

/// The values of a part, of which each pixel has `step`, and the first of one of its pixels' channels.
template <typename T>
struct Values {
  T *first;
  int64_t row_values, x, y;
  int width, height, step;

  explicit Values(const superpose_cv_part &part, int band = 0)
      : first(static_cast<T *>(part.pixels) + band), row_values(part.row_bytes / static_cast<int64_t>(sizeof(T))),
        x(part.x), y(part.y), width(part.width), height(part.height), step(part.bands) {}

  T *row(int64_t y) const { return first + y * row_values; }
};

template <typename T, int channels, bool has_alpha, int taps, typename Map>
struct Warp {
  static constexpr int colors = channels - has_alpha;
  const Map mapping;
  const Values<T> source, target;
  const int supersampling;

  /// Adds the source's colour at (x, y). Taps beyond the edge repeat the edge.
  inline void add_sample(double x, double y, float (&sum)[channels], float &total) const {
    const int x0 = floor_to_int(x), y0 = floor_to_int(y);
    float wx[taps], wy[taps];
    const float weight = weights(x - x0, wx) * weights(y - y0, wy);
    constexpr int first = 1 - taps / 2;
    const int64_t left = x0 + first - source.x, top = y0 + first - source.y;
    if (std::is_integral<T>::value && !has_alpha && source.step == channels && left >= 0 && top >= 0 &&
        left + taps <= source.width && top + taps <= source.height) {
      add_inside(source.row(top) + left * channels, wx, wy, sum);
      total += weight;
      return;
    }
    int64_t offsets[taps];
    for (int i = 0; i < taps; i++) offsets[i] = std::clamp<int64_t>(left + i, 0, source.width - 1) * source.step;
    for (int j = 0; j < taps; j++) {
      if (wy[j] == 0) continue;  // so that a NaN beside the sample stays where it is
      const T *row = source.row(std::clamp<int64_t>(top + j, 0, source.height - 1));
      for (int i = 0; i < taps; i++)
        if (std::is_integral<T>::value || wx[i] != 0) add_tap(row + offsets[i], wx[i] * wy[j], sum, total);
    }
  }

  /// Adds taps that all lie on the source: first down the columns, which is the same for all values of a row, then
  /// across.
  inline void add_inside(const T *values, const float (&wx)[taps], const float (&wy)[taps], float (&sum)[channels])
      const {
    float down[taps * channels] = {};
    for (int j = 0; j < taps; j++, values += source.row_values)
      for (int k = 0; k < taps * channels; k++) down[k] += wy[j] * static_cast<float>(values[k]);
    for (int i = 0; i < taps; i++)
      for (int c = 0; c < channels; c++) sum[c] += wx[i] * down[i * channels + c];
  }

  /// Adds one tap. The colours of an image with alpha count by their alpha, so that transparent pixels leave no fringe.
  static inline void add_tap(const T *pixel, float weight, float (&sum)[channels], float &total) {
    total += weight;
    const float opacity = has_alpha ? weight * pixel[colors] : weight;
    for (int c = 0; c < colors; c++) sum[c] += opacity * pixel[c];
    if (has_alpha) sum[colors] += opacity;
  }

  inline void store(T *pixel, const float (&sum)[channels], float total) const {
    if (!has_alpha) {
      for (int c = 0; c < channels; c++) pixel[c] = cv::saturate_cast<T>(sum[c] / total);
      return;
    }
    const float opacity = sum[colors];
    if (!(opacity > 0)) return;
    for (int c = 0; c < colors; c++) pixel[c] = cv::saturate_cast<T>(sum[c] / opacity);
    pixel[colors] = cv::saturate_cast<T>(opacity / total);
  }

  void row(int v) const {
    T *pixel = target.row(v);
    const double step = 1.0 / supersampling, start = 0.5 * step - 0.5;
    for (int u = 0; u < target.width; u++, pixel += target.step) {
      const double column = target.x + u, line = target.y + v;
      float sum[channels] = {}, total = 0;
      double x, y;
      if (!mapping(column, line, x, y)) continue;
      if (supersampling == 1) {
        add_sample(x, y, sum, total);
      } else {
        for (int j = 0; j < supersampling; j++)
          for (int i = 0; i < supersampling; i++)
            if (mapping(column + (start + i * step), line + (start + j * step), x, y)) add_sample(x, y, sum, total);
      }
      if (total > 0) store(pixel, sum, total);
    }
  }
};

/// Copies the pixel in which each target pixel's centre falls, bit for bit.
template <typename T, int channels, typename Map>
struct Copy {
  const Map mapping;
  const Values<T> source, target;

  void row(int v) const {
    T *pixel = target.row(v);
    for (int u = 0; u < target.width; u++, pixel += target.step) {
      double x, y;
      if (!mapping(target.x + u, target.y + v, x, y)) continue;
      const int64_t column = std::clamp<int64_t>(floor_to_int(x + 0.5) - source.x, 0, source.width - 1);
      const int64_t row = std::clamp<int64_t>(floor_to_int(y + 0.5) - source.y, 0, source.height - 1);
      std::copy_n(source.row(row) + column * source.step, channels, pixel);
    }
  }
};

/// What is warped, and how.
template <typename Map>
struct Job {
  const superpose_cv_part &source, &target;
  const Map mapping;
  int taps, supersampling;
  bool is_parallel;

  template <typename Rows>
  void fill(const Rows &rows) const {
    const auto all = [&](const cv::Range &range) {
      for (int v = range.start; v < range.end; v++) rows.row(v);
    };
    if (is_parallel) cv::parallel_for_(cv::Range(0, target.height), all);
    else all(cv::Range(0, target.height));
  }

  template <typename T, int channels, bool has_alpha>
  void warp(int band = 0) const {
    const Values<T> from(source, band), to(target, band);
    switch (taps) {
      case 1: return fill(Copy<T, channels, Map>{mapping, from, to});
      case 2: return fill(Warp<T, channels, has_alpha, 2, Map>{mapping, from, to, supersampling});
      case 4: return fill(Warp<T, channels, has_alpha, 4, Map>{mapping, from, to, supersampling});
      default: CV_Assert(taps == 6);
    }
    fill(Warp<T, channels, has_alpha, 6, Map>{mapping, from, to, supersampling});
  }

  template <typename T>
  void warp_bands() const {
    if (source.has_alpha && source.bands == 2) return warp<T, 2, true>();
    if (source.has_alpha && source.bands == 4) return warp<T, 4, true>();
    if (source.bands == 3) return warp<T, 3, false>();
    for (int band = 0; band < source.bands; band++) warp<T, 1, false>(band);
  }

  void run(int depth) const {
    CV_Assert(source.bands == target.bands && supersampling >= 1);
    switch (depth) {
      case CV_8U: return warp_bands<uchar>();
      case CV_16U: return warp_bands<ushort>();
      default: CV_Assert(depth == CV_32F);
    }
    warp_bands<float>();
  }
};

/// All of a picture.
superpose_cv_part whole(const cv::Mat &mat) {
  return {0, 0, mat.cols, mat.rows, mat.cols, mat.rows, mat.channels(), mat.channels() == 4,
          static_cast<int64_t>(mat.step[0]), mat.data};
}

}  // namespace

int32_t superpose_cv_warp(
    const superpose_cv_image *source, superpose_cv_image *target, const double source_from_target[9],
    int32_t taps, int32_t supersampling, superpose_cv_message *message) {
  return guarded(message, [&] {
    CV_Assert(source->mat.type() == target->mat.type());
    const superpose_cv_part from = whole(source->mat), to = whole(target->mat);
    const Mapping mapping(from.picture_width, from.picture_height, source_from_target);
    Job<Mapping>{from, to, mapping, taps, supersampling, true}.run(source->mat.depth());
  });
}

int32_t superpose_cv_warp_rows(
    const superpose_cv_image *source, superpose_cv_image *target, const double *source_points, int32_t first_row,
    int32_t row_count, int32_t taps, int32_t supersampling, superpose_cv_message *message) {
  return guarded(message, [&] {
    CV_Assert(source->mat.type() == target->mat.type());
    CV_Assert(first_row >= 0 && row_count >= 0 && first_row + row_count <= target->mat.rows);
    const superpose_cv_part from = whole(source->mat);
    superpose_cv_part to = whole(target->mat);
    to.y = first_row;
    to.height = row_count;
    to.pixels = target->mat.ptr(first_row);
    const TableMapping mapping{
        source_points, target->mat.cols, 0, first_row, source->mat.cols - 0.5, source->mat.rows - 0.5};
    Job<TableMapping>{from, to, mapping, taps, supersampling, true}.run(source->mat.depth());
  });
}

int32_t superpose_cv_warp_part(
    const superpose_cv_part *source, const superpose_cv_part *target, int32_t depth,
    const double source_from_target[9], int32_t taps, int32_t supersampling, superpose_cv_message *message) {
  return guarded(message, [&] {
    CV_Assert(source->width > 0 && source->height > 0);
    const Mapping mapping(source->picture_width, source->picture_height, source_from_target);
    Job<Mapping>{*source, *target, mapping, taps, supersampling, false}.run(depth);
  });
}

int32_t superpose_cv_warp_part_points(
    const superpose_cv_part *source, const superpose_cv_part *target, int32_t depth, const double *source_points,
    int32_t taps, int32_t supersampling, superpose_cv_message *message) {
  return guarded(message, [&] {
    CV_Assert(source->width > 0 && source->height > 0);
    const TableMapping mapping{
        source_points, target->width, target->x, target->y, source->picture_width - 0.5, source->picture_height - 0.5};
    Job<TableMapping>{*source, *target, mapping, taps, supersampling, false}.run(depth);
  });
}

void superpose_cv_clear_part(
    const superpose_cv_part *target, int32_t depth, int64_t width, int64_t height,
    const double other_from_target[9]) {
  const Mapping mapping(width, height, other_from_target);
  const size_t pixel_bytes = target->bands * (depth == CV_8U ? 1 : depth == CV_16U ? 2 : 4);
  double x, y;
  for (int v = 0; v < target->height; v++) {
    uchar *row = static_cast<uchar *>(target->pixels) + v * target->row_bytes;
    for (int u = 0; u < target->width; u++)
      if (!mapping(target->x + u, target->y + v, x, y)) std::memset(row + u * pixel_bytes, 0, pixel_bytes);
  }
}
