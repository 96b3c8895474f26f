#include <iostream>
#include <vector>
#include <opencv2/core/utils/logger.hpp>

#include "guarded.hpp"

void superpose_cv_silence(void) { cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT); }

void superpose_cv_mute_cerr(void) { std::cerr.rdbuf(nullptr); }

int32_t superpose_cv_create(
    int32_t width, int32_t height, int32_t channels, int32_t depth, superpose_cv_image **out,
    superpose_cv_message *message) {
  return guarded_image(out, message, [&] {
    cv::Mat mat(height, width, CV_MAKETYPE(depth, channels));
    mat.setTo(0);
    return mat;
  });
}

void superpose_cv_free(superpose_cv_image *image) { delete image; }

superpose_cv_layout superpose_cv_describe(const superpose_cv_image *image) {
  const cv::Mat &mat = image->mat;
  return {mat.cols, mat.rows, mat.channels(), mat.depth(), static_cast<int64_t>(mat.step[0]), mat.data};
}

int32_t superpose_cv_choose_bands(
    const void *pixels, int32_t width, int32_t height, int32_t bands, int32_t depth, const int32_t *order,
    int32_t channels, superpose_cv_image **out, superpose_cv_message *message) {
  return guarded_image(out, message, [&] {
    const cv::Mat source(height, width, CV_MAKETYPE(depth, bands), const_cast<void *>(pixels));
    cv::Mat target(height, width, CV_MAKETYPE(depth, channels));
    std::vector<int> pairs;
    for (int i = 0; i < channels; i++) pairs.insert(pairs.end(), {order[i], i});
    cv::mixChannels(&source, 1, &target, 1, pairs.data(), channels);
    return target;
  });
}
