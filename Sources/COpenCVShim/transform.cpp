#include <cmath>
#include <opencv2/imgproc.hpp>

#include "guarded.hpp"

int32_t superpose_cv_orient(
    const superpose_cv_image *image, int32_t orientation, superpose_cv_image **out,
    superpose_cv_message *message) {
  return guarded_image(out, message, [&] {
    const cv::Mat &in = image->mat;
    cv::Mat result;
    switch (orientation) {
      case 2: cv::flip(in, result, 1); break;
      case 3: cv::rotate(in, result, cv::ROTATE_180); break;
      case 4: cv::flip(in, result, 0); break;
      case 5: cv::transpose(in, result); break;
      case 6: cv::rotate(in, result, cv::ROTATE_90_CLOCKWISE); break;
      case 7: cv::transpose(in, result); cv::rotate(result, result, cv::ROTATE_180); break;
      case 8: cv::rotate(in, result, cv::ROTATE_90_COUNTERCLOCKWISE); break;
      default: result = in;
    }
    return result;
  });
}

int32_t superpose_cv_resize(
    const superpose_cv_image *image, int32_t width, int32_t height, int32_t interpolation,
    superpose_cv_image **out, superpose_cv_message *message) {
  return guarded_image(out, message, [&] {
    cv::Mat result;
    cv::resize(image->mat, result, cv::Size(width, height), 0, 0, interpolation);
    return result;
  });
}

int32_t superpose_cv_crop(
    const superpose_cv_image *image, int32_t x, int32_t y, int32_t width, int32_t height,
    superpose_cv_image **out, superpose_cv_message *message) {
  return guarded_image(out, message, [&] { return image->mat(cv::Rect(x, y, width, height)); });
}

int32_t superpose_cv_to_channels(
    const superpose_cv_image *image, int32_t channels, superpose_cv_image **out,
    superpose_cv_message *message) {
  // The conversions by the number of channels before and after; -1 where OpenCV has none.
  static constexpr int codes[5][5] = {
      {-1, -1, -1, -1, -1},
      {-1, -1, -1, cv::COLOR_GRAY2BGR, cv::COLOR_GRAY2BGRA},
      {-1, -1, -1, -1, -1},
      {-1, cv::COLOR_BGR2GRAY, -1, -1, cv::COLOR_BGR2BGRA},
      {-1, cv::COLOR_BGRA2GRAY, -1, cv::COLOR_BGRA2BGR, -1}};
  return guarded_image(out, message, [&] {
    const int from = image->mat.channels();
    if (from == channels) return image->mat;
    CV_Assert(from <= 4 && channels >= 1 && channels <= 4 && codes[from][channels] >= 0);
    cv::Mat result;
    cv::cvtColor(image->mat, result, codes[from][channels]);
    return result;
  });
}

namespace {

template <typename In, typename Out>
void stretch(const cv::Mat &in, cv::Mat &out, float low, float high) {
  constexpr float white = sizeof(Out) == 1 ? 255.f : 1.f;
  const float scale = high > low ? white / (high - low) : 0.f;
  const int count = in.cols * in.channels();
  for (int y = 0; y < in.rows; y++) {
    const In *from = in.ptr<In>(y);
    Out *to = out.ptr<Out>(y);
    for (int i = 0; i < count; i++) {
      const float value = (static_cast<float>(from[i]) - low) * scale;
      // The comparison is written so that NaN becomes 0; an infinite value is clamped like any other.
      to[i] = cv::saturate_cast<Out>(value > 0 ? std::min(value, white) : 0.f);
    }
  }
}

template <typename In>
cv::Mat stretched(const cv::Mat &in, float low, float high, int depth) {
  cv::Mat out(in.size(), CV_MAKETYPE(depth, in.channels()));
  depth == CV_8U ? stretch<In, uchar>(in, out, low, high) : stretch<In, float>(in, out, low, high);
  return out;
}

}  // namespace

int32_t superpose_cv_stretch(
    const superpose_cv_image *image, float low, float high, int32_t depth, superpose_cv_image **out,
    superpose_cv_message *message) {
  return guarded_image(out, message, [&] {
    CV_Assert(depth == CV_8U || depth == CV_32F);
    switch (image->mat.depth()) {
      case CV_8U: return stretched<uchar>(image->mat, low, high, depth);
      case CV_16U: return stretched<ushort>(image->mat, low, high, depth);
      default: CV_Assert(image->mat.depth() == CV_32F);
    }
    return stretched<float>(image->mat, low, high, depth);
  });
}
