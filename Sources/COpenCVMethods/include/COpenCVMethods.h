// The methods of OpenCV that evaluations compare with, as C functions. The conventions are those of COpenCVShim.h.
#pragma once
#include <COpenCVShim.h>

#ifdef __cplusplus
extern "C" {
#endif

// Robust estimation (estimation.cpp)

enum { SUPERPOSE_CV_RANSAC = 0, SUPERPOSE_CV_LMEDS = 1, SUPERPOSE_CV_MAGSAC = 2 };

/// Finds the homography that maps `from` to `to` (pairs x, y): 9 coefficients row by row, and a 0 or 1 for each point
/// in `inliers`. `found` is 0 where there is none. `seed` has an effect on MAGSAC only; OpenCV's other estimators have
/// a fixed one.
int32_t superpose_cv_find_homography(
    const double *from, const double *to, size_t count, int32_t method, double max_error, int32_t max_iterations,
    double confidence, int32_t seed, double homography[9], uint8_t *inliers, int32_t *found,
    superpose_cv_message *message);

/// Finds the pose of camera 1 relative to camera 0 from normalised image points `from` and `to` (pairs x, y, after the
/// intrinsics are undone): x1 ~ R x0 + t with |t| = 1, `rotation` row by row, by the five-point method in RANSAC.
/// `max_error` is a distance of normalised points. `found` is 0 where there is no pose.
int32_t superpose_cv_relative_pose(
    const double *from, const double *to, size_t count, double max_error, double confidence, double rotation[9],
    double translation[3], int32_t *found, superpose_cv_message *message);

// Keypoints (features.cpp)

enum { SUPERPOSE_CV_SIFT_LENGTH = 128 };

/// Finds the SIFT keypoints of an 8-bit grey picture, `width` x `height` values row by row. It calls `sink` once with
/// `count` keypoints, `xy` (pairs), `responses` and `descriptors` (128 each, row by row), strongest first. The pointers
/// are valid during the call.
int32_t superpose_cv_sift(
    const uint8_t *gray, int32_t width, int32_t height, int32_t max_keypoints,
    void (*sink)(void *context, size_t count, const float *xy, const float *responses, const float *descriptors),
    void *context, superpose_cv_message *message);

/// Finds for each of `count0` rows the two nearest of `count1` rows (at least 2) by Euclidean distance. All rows have
/// `length` values. `indices` and `distances` hold two numbers for each row of `rows0`, nearest first.
int32_t superpose_cv_two_nearest(
    const float *rows0, size_t count0, const float *rows1, size_t count1, size_t length, int32_t *indices,
    float *distances, superpose_cv_message *message);

#ifdef __cplusplus
}
#endif
