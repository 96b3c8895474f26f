#include <opencv2/imgproc.hpp>

#include "guarded.hpp"

namespace {

/// Positions are passed to OpenCV as fixed-point numbers with this many fractional bits.
constexpr int kShift = 4;

cv::Scalar bgr(uint32_t rgb) { return cv::Scalar(rgb & 255, rgb >> 8 & 255, rgb >> 16 & 255); }

cv::Point fixed_point(double x, double y) {
  return cv::Point(cvRound(x * (1 << kShift)), cvRound(y * (1 << kShift)));
}

/// OpenCV's parameters for letters of a given height.
struct Letters {
  int thickness;
  double scale;

  explicit Letters(double height) {
    thickness = std::max(1, cvRound(height / 12));
    scale = cv::getFontScaleFromHeight(cv::FONT_HERSHEY_SIMPLEX, std::max(1, cvRound(height)), thickness);
  }
};

}  // namespace

int32_t superpose_cv_draw_circles(
    superpose_cv_image *image, const double *xy, const uint32_t *colors, size_t count, double radius,
    int32_t thickness, superpose_cv_message *message) {
  return guarded(message, [&] {
    const int fixed_radius = cvRound(radius * (1 << kShift));
    for (size_t i = 0; i < count; i++)
      cv::circle(
          image->mat, fixed_point(xy[2 * i], xy[2 * i + 1]), fixed_radius, bgr(colors[i]), thickness, cv::LINE_AA,
          kShift);
  });
}

int32_t superpose_cv_draw_lines(
    superpose_cv_image *image, const double *xyxy, const uint32_t *colors, size_t count, int32_t thickness,
    superpose_cv_message *message) {
  return guarded(message, [&] {
    for (size_t i = 0; i < count; i++) {
      const double *p = xyxy + 4 * i;
      cv::line(
          image->mat, fixed_point(p[0], p[1]), fixed_point(p[2], p[3]), bgr(colors[i]), thickness, cv::LINE_AA,
          kShift);
    }
  });
}

int32_t superpose_cv_draw_text(
    superpose_cv_image *image, const char *text, int32_t x, int32_t y, double height, uint32_t color,
    superpose_cv_message *message) {
  return guarded(message, [&] {
    const Letters letters(height);
    cv::putText(
        image->mat, text, cv::Point(x, y), cv::FONT_HERSHEY_SIMPLEX, letters.scale, bgr(color), letters.thickness,
        cv::LINE_AA);
  });
}

int32_t superpose_cv_text_width(const char *text, double height) {
  const Letters letters(height);
  return cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, letters.scale, letters.thickness, nullptr).width;
}

int32_t superpose_cv_fill(superpose_cv_image *image, uint32_t color, superpose_cv_message *message) {
  return guarded(message, [&] { image->mat.setTo(bgr(color)); });
}

int32_t superpose_cv_paste(
    superpose_cv_image *image, const superpose_cv_image *patch, int32_t x, int32_t y,
    superpose_cv_message *message) {
  return guarded(message, [&] {
    CV_Assert(patch->mat.type() == image->mat.type());
    patch->mat.copyTo(image->mat(cv::Rect(x, y, patch->mat.cols, patch->mat.rows)));
  });
}

int32_t superpose_cv_blend(
    superpose_cv_image *image, const superpose_cv_image *other, double opacity, superpose_cv_message *message) {
  return guarded(
      message, [&] { cv::addWeighted(image->mat, 1 - opacity, other->mat, opacity, 0, image->mat); });
}
