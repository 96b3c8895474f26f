#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "guarded.hpp"

namespace {

/// Local statistics are computed from a picture with about this long side, because they vary slowly.
constexpr int kStatisticsSide = 256;
/// The standard deviation of the window, as a fraction of that side.
constexpr double kWindow = 1.0 / 28;
/// Contrast is raised or lowered by at most this factor, so that noise in a flat part does not become a pattern.
constexpr float kLargestGain = 3;
/// A standard deviation below this, in grey values, is noise.
constexpr float kNoise = 2;
/// The opacity of a picture behind its edges.
constexpr double kFaint = 0.3;

/// Returns the mean of `values` over the window, in which each pixel counts by its weight.
cv::Mat weighted_mean(const cv::Mat &values, const cv::Mat &weights, cv::Size small) {
  cv::Mat sum, total, product = values.mul(weights);
  cv::resize(product, sum, small, 0, 0, cv::INTER_AREA);
  cv::resize(weights, total, small, 0, 0, cv::INTER_AREA);
  const double sigma = kWindow * std::max(small.width, small.height);
  cv::GaussianBlur(sum, sum, cv::Size(), sigma);
  cv::GaussianBlur(total, total, cv::Size(), sigma);
  cv::Mat mean = sum / cv::max(total, 1e-4f);
  cv::resize(mean, mean, values.size(), 0, 0, cv::INTER_LINEAR);
  return mean;
}

/// The mean and the standard deviation around each pixel.
struct LocalStatistics {
  cv::Mat mean, deviation;

  LocalStatistics(const cv::Mat &values, const cv::Mat &weights, cv::Size small) {
    mean = weighted_mean(values, weights, small);
    const cv::Mat offset = values - mean;
    cv::Mat variance = weighted_mean(offset.mul(offset), weights, small);
    cv::sqrt(cv::max(variance, 0.f), deviation);
    deviation = cv::max(deviation, kNoise);
  }
};

cv::Size statistics_size(cv::Size size) {
  const double scale = std::min(1.0, double(kStatisticsSide) / std::max(size.width, size.height));
  return cv::Size(std::max(1, cvRound(size.width * scale)), std::max(1, cvRound(size.height * scale)));
}

cv::Mat as_float(const cv::Mat &image, double scale = 1) {
  cv::Mat out;
  image.convertTo(out, CV_32F, scale);
  return out;
}

}  // namespace

int32_t superpose_cv_coverage(const superpose_cv_image *image, superpose_cv_image **out,
                              superpose_cv_message *message) {
  return guarded_image(out, message, [&] {
    const cv::Mat &in = image->mat;
    if (in.channels() < 4) return cv::Mat(in.size(), CV_8U, cv::Scalar(255));
    cv::Mat alpha, covered;
    cv::extractChannel(in, alpha, 3);
    const double opaque = in.depth() == CV_8U ? 255 : in.depth() == CV_16U ? 65535 : 1;
    cv::compare(alpha, opaque / 2, covered, cv::CMP_GT);
    return covered;
  });
}

int32_t superpose_cv_match_brightness(
    const superpose_cv_image *image, const superpose_cv_image *reference, const superpose_cv_image *coverage,
    superpose_cv_image **out, superpose_cv_message *message) {
  return guarded_image(out, message, [&] {
    const cv::Mat values = as_float(image->mat), wanted = as_float(reference->mat);
    const cv::Mat weights = as_float(coverage->mat, 1.0 / 255);
    const cv::Size small = statistics_size(values.size());
    const LocalStatistics mine(values, weights, small), theirs(wanted, weights, small);
    const cv::Mat gain = cv::min(cv::max(theirs.deviation / mine.deviation, 1 / kLargestGain), kLargestGain);
    cv::Mat matched = (values - mine.mean).mul(gain) + theirs.mean, result;
    matched.convertTo(result, CV_8U);
    return result;
  });
}

int32_t superpose_cv_edges(
    const superpose_cv_image *gray, const superpose_cv_image *coverage, const superpose_cv_image *background,
    superpose_cv_image **out, superpose_cv_message *message) {
  return guarded_image(out, message, [&] {
    const double sigma = std::max(1.0, std::max(gray->mat.cols, gray->mat.rows) / 1000.0);
    cv::Mat smooth, dx, dy, strength;
    cv::GaussianBlur(as_float(gray->mat), smooth, cv::Size(), sigma);
    cv::Sobel(smooth, dx, CV_32F, 1, 0);
    cv::Sobel(smooth, dy, CV_32F, 0, 1);
    cv::magnitude(dx, dy, strength);
    // The border of the covered part is not an edge of the picture.
    cv::Mat inside;
    const int margin = 2 * static_cast<int>(std::ceil(2 * sigma)) + 3;
    cv::erode(coverage->mat, inside, cv::Mat::ones(margin, margin, CV_8U));
    strength.setTo(0, inside == 0);
    // The strength of an edge is judged by what is usual around it, so that a dull part has edges too.
    const cv::Mat weights = as_float(inside, 1.0 / 255);
    const cv::Mat usual = weighted_mean(strength, weights, statistics_size(strength.size()));
    const double overall = cv::mean(strength, inside)[0];
    cv::Mat relative = strength / (0.7f * usual + 0.3f * static_cast<float>(overall) + 4.f), result;
    relative.convertTo(result, CV_8U, 70, -40);
    cv::max(result, background->mat * kFaint, result);
    return result;
  });
}

int32_t superpose_cv_two_colors(
    const superpose_cv_image *cyan, const superpose_cv_image *red, const superpose_cv_image *coverage,
    superpose_cv_image **out, superpose_cv_message *message) {
  return guarded_image(out, message, [&] {
    cv::Mat shown = cyan->mat.clone(), result;
    red->mat.copyTo(shown, coverage->mat);
    cv::merge(std::vector<cv::Mat>{cyan->mat, cyan->mat, shown}, result);
    return result;
  });
}
