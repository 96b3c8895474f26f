#include <algorithm>
#include <numeric>
#include <opencv2/features2d.hpp>
#include <vector>

#include "COpenCVMethods.h"
#include "guarded.hpp"

namespace {

/// Orders keypoints with the strongest first. OpenCV returns them in no particular order; equal responses are ordered
/// by position, so that the result is always the same.
bool stronger(const cv::KeyPoint &a, const cv::KeyPoint &b) {
  if (a.response != b.response) return a.response > b.response;
  if (a.pt.y != b.pt.y) return a.pt.y < b.pt.y;
  if (a.pt.x != b.pt.x) return a.pt.x < b.pt.x;
  return a.angle < b.angle;
}

}  // namespace

int32_t superpose_cv_sift(
    const uint8_t *gray, int32_t width, int32_t height, int32_t max_keypoints,
    void (*sink)(void *context, size_t count, const float *xy, const float *responses, const float *descriptors),
    void *context, superpose_cv_message *message) {
  return guarded(message, [&] {
    std::vector<cv::KeyPoint> keypoints;
    cv::Mat found;
    const cv::Mat image(height, width, CV_8U, const_cast<uint8_t *>(gray));
    cv::SIFT::create(max_keypoints)->detectAndCompute(image, cv::noArray(), keypoints, found);
    CV_Assert(keypoints.empty() || (found.type() == CV_32F && found.cols == SUPERPOSE_CV_SIFT_LENGTH));
    std::vector<int> order(keypoints.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) { return stronger(keypoints[a], keypoints[b]); });
    // OpenCV keeps more keypoints than asked for where the last ones are equally strong.
    if (max_keypoints > 0 && order.size() > static_cast<size_t>(max_keypoints)) order.resize(max_keypoints);
    std::vector<float> xy, responses, descriptors;
    for (const int index : order) {
      xy.insert(xy.end(), {keypoints[index].pt.x, keypoints[index].pt.y});
      responses.push_back(keypoints[index].response);
      descriptors.insert(descriptors.end(), found.ptr<float>(index), found.ptr<float>(index) + found.cols);
    }
    sink(context, order.size(), xy.data(), responses.data(), descriptors.data());
  });
}

int32_t superpose_cv_two_nearest(
    const float *rows0, size_t count0, const float *rows1, size_t count1, size_t length, int32_t *indices,
    float *distances, superpose_cv_message *message) {
  return guarded(message, [&] {
    const int rows = static_cast<int>(count0), others = static_cast<int>(count1), columns = static_cast<int>(length);
    const cv::Mat a(rows, columns, CV_32F, const_cast<float *>(rows0));
    const cv::Mat b(others, columns, CV_32F, const_cast<float *>(rows1));
    cv::Mat nearest_distances(rows, 2, CV_32F, distances), nearest(rows, 2, CV_32S, indices);
    cv::Mat found_distances, found;
    cv::batchDistance(a, b, found_distances, CV_32F, found, cv::NORM_L2, 2);
    found_distances.copyTo(nearest_distances);
    found.copyTo(nearest);
  });
}
