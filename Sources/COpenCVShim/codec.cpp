#include <climits>
#include <opencv2/imgcodecs.hpp>

#include "guarded.hpp"

int32_t superpose_cv_decode(
    const void *bytes, size_t count, superpose_cv_image **out, superpose_cv_message *message) {
  return guarded_image(out, message, [&] {
    if (count > INT_MAX) CV_Error(cv::Error::StsOutOfRange, "files over 2 GB cannot be decoded");
    cv::Mat file(1, static_cast<int>(count), CV_8U, const_cast<void *>(bytes));
    cv::Mat image = cv::imdecode(file, cv::IMREAD_UNCHANGED);
    if (image.empty()) CV_Error(cv::Error::StsParseError, "the decoder gave up");
    return image;
  });
}

int32_t superpose_cv_encode(
    const superpose_cv_image *image, const char *extension, const int32_t *parameters, size_t parameter_count,
    void (*sink)(void *context, const uint8_t *bytes, size_t count), void *context,
    superpose_cv_message *message) {
  return guarded(message, [&] {
    std::vector<uchar> bytes;
    std::vector<int> pairs(parameters, parameters + parameter_count);
    if (!cv::imencode(extension, image->mat, bytes, pairs))
      CV_Error(cv::Error::StsError, "the encoder gave up");
    sink(context, bytes.data(), bytes.size());
  });
}
