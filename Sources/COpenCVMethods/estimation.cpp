#include <opencv2/calib3d.hpp>

#include "COpenCVMethods.h"
#include "guarded.hpp"

namespace {

/// The settings of OpenCV's `USAC_MAGSAC` for homographies, spelled out because only this form takes a seed.
cv::UsacParams magsac(double max_error, int max_iterations, double confidence, int seed) {
  cv::UsacParams parameters;
  parameters.confidence = confidence;
  parameters.isParallel = false;
  parameters.loIterations = 15;
  parameters.loMethod = cv::LOCAL_OPTIM_SIGMA;
  parameters.loSampleSize = 75;
  parameters.maxIterations = max_iterations;
  parameters.randomGeneratorState = seed;
  parameters.sampler = cv::SAMPLING_UNIFORM;
  parameters.score = cv::SCORE_METHOD_MAGSAC;
  parameters.threshold = max_error;
  return parameters;
}

}  // namespace

int32_t superpose_cv_find_homography(
    const double *from, const double *to, size_t count, int32_t method, double max_error, int32_t max_iterations,
    double confidence, int32_t seed, double homography[9], uint8_t *inliers, int32_t *found,
    superpose_cv_message *message) {
  return guarded(message, [&] {
    *found = 0;
    const int rows = static_cast<int>(count);
    const cv::Mat p(rows, 1, CV_64FC2, const_cast<double *>(from)), q(rows, 1, CV_64FC2, const_cast<double *>(to));
    cv::Mat mask, h;
    if (method == SUPERPOSE_CV_MAGSAC)
      h = cv::findHomography(p, q, mask, magsac(max_error, max_iterations, confidence, seed));
    else
      h = cv::findHomography(
          p, q, method == SUPERPOSE_CV_LMEDS ? cv::LMEDS : cv::RANSAC, max_error, mask, max_iterations, confidence);
    if (h.empty()) return;
    cv::Mat(h.reshape(1, 1)).copyTo(cv::Mat(1, 9, CV_64F, homography));
    for (int i = 0; i < rows; i++) inliers[i] = mask.at<uchar>(i) != 0;
    *found = 1;
  });
}

int32_t superpose_cv_relative_pose(
    const double *from, const double *to, size_t count, double max_error, double confidence, double rotation[9],
    double translation[3], int32_t *found, superpose_cv_message *message) {
  return guarded(message, [&] {
    *found = 0;
    const int rows = static_cast<int>(count);
    const cv::Mat p(rows, 1, CV_64FC2, const_cast<double *>(from)), q(rows, 1, CV_64FC2, const_cast<double *>(to));
    const cv::Mat identity = cv::Mat::eye(3, 3, CV_64F);
    cv::Mat mask;
    const cv::Mat essentials = cv::findEssentialMat(p, q, identity, cv::RANSAC, confidence, max_error, mask);
    int most = 0;
    // Five points alone can have several matrices, which are stacked.
    for (int row = 0; row + 3 <= essentials.rows; row += 3) {
      cv::Mat r, t, inliers = mask.clone();
      const int count_in_front =
          cv::recoverPose(essentials.rowRange(row, row + 3), p, q, identity, r, t, 1e9, inliers);
      if (count_in_front <= most) continue;
      most = count_in_front;
      r.reshape(1, 1).copyTo(cv::Mat(1, 9, CV_64F, rotation));
      t.reshape(1, 1).copyTo(cv::Mat(1, 3, CV_64F, translation));
      *found = 1;
    }
  });
}
