#include <algorithm>
#include <memory>
#include <opencv2/core/ocl.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/stitching/detail/blenders.hpp>
#include <opencv2/stitching/detail/exposure_compensate.hpp>
#include <opencv2/stitching/detail/seam_finders.hpp>
#include <vector>

#include "COpenCVStitching.h"
#include "guarded.hpp"

struct superpose_cv_mosaic {
  /// Of each picture, by channels.
  std::vector<cv::Scalar> gains;
  /// 255 where each picture is used, at the size of the small picture.
  std::vector<cv::UMat> seams;
  cv::Ptr<cv::detail::MultiBandBlender> blender;
  cv::Rect area;
};

namespace {

/// Pictures of 16 bits lose their last one, since the blender computes with signed numbers of 16 bits.
constexpr double halved = 0.5;

/// Each round moves the gains half of the way, since the compensator holds them near 1.
constexpr int rounds = 6;

/// Finds one gain for each channel of each picture. (Gains for blocks would leave blocks that overlap nothing as they
/// are.) Their mean is 1, so that the mosaic is as bright as the pictures are.
std::vector<cv::Scalar> equal_gains(
    const std::vector<cv::Point> &places, const std::vector<cv::UMat> &colours, const std::vector<cv::UMat> &masks) {
  const auto channels = cv::makePtr<cv::detail::ChannelsCompensator>(rounds);
  const cv::Ptr<cv::detail::ExposureCompensator> compensator = channels;
  compensator->feed(places, colours, masks);
  std::vector<cv::Scalar> gains = channels->gains();
  CV_Assert(gains.size() == colours.size());
  cv::Scalar sum;
  for (const auto &gain : gains) sum += gain;
  for (auto &gain : gains)
    for (int c = 0; c < 3; c++) gain[c] = sum[c] > 0 ? gain[c] * gains.size() / sum[c] : 1;
  return gains;
}

/// Multiplies by the picture's gains, and converts to the blender's numbers.
cv::Mat compensated(const cv::Mat &picture, const cv::Scalar &gain) {
  cv::Mat colour;
  if (picture.channels() == 1) cv::cvtColor(picture, colour, cv::COLOR_GRAY2BGR);
  else colour = picture;
  const double scale = picture.depth() == CV_16U ? halved : 1;
  cv::Mat result;
  colour.convertTo(result, CV_32F, scale);
  cv::multiply(result, gain, result);
  result.convertTo(colour, CV_16S);
  return colour;
}

/// Carries the picture's border on over what has no data, along rows and then from row to row. The coarse bands see
/// far beyond the mask, and black would darken the picture's border.
void extend(cv::Mat &picture, const cv::Mat &mask) {
  std::vector<int> filled;
  for (int y = 0; y < picture.rows; y++) {
    const uchar *used = mask.ptr<uchar>(y);
    const uchar *end = used + mask.cols, *first = std::find_if(used, end, [](uchar value) { return value != 0; });
    if (first == end) continue;
    int last = mask.cols - 1;
    while (used[last] == 0) last--;
    auto *row = picture.ptr<cv::Vec3s>(y);
    std::fill(row, row + (first - used), *(row + (first - used)));
    std::fill(row + last + 1, row + picture.cols, row[last]);
    filled.push_back(y);
  }
  if (filled.empty()) return;
  for (int y = 0; y < filled.front(); y++) picture.row(filled.front()).copyTo(picture.row(y));
  for (int y = filled.back() + 1; y < picture.rows; y++) picture.row(filled.back()).copyTo(picture.row(y));
}

}  // namespace

void superpose_cv_mosaic_free(superpose_cv_mosaic *mosaic) { delete mosaic; }

int32_t superpose_cv_mosaic_plan(
    const superpose_cv_image *const *pictures, const superpose_cv_image *const *masks, const int32_t *corners,
    size_t count, int32_t compensates, int32_t cuts, superpose_cv_mosaic **out, superpose_cv_message *message) {
  return guarded(message, [&] {
    cv::ocl::setUseOpenCL(false);
    auto mosaic = std::make_unique<superpose_cv_mosaic>();
    std::vector<cv::Point> places;
    std::vector<cv::UMat> colours, used;
    for (size_t i = 0; i < count; i++) {
      CV_Assert(pictures[i]->mat.type() == CV_8UC3 && masks[i]->mat.type() == CV_8UC1);
      CV_Assert(pictures[i]->mat.size() == masks[i]->mat.size());
      places.emplace_back(corners[2 * i], corners[2 * i + 1]);
      colours.push_back(pictures[i]->mat.getUMat(cv::ACCESS_READ).clone());
      used.push_back(masks[i]->mat.getUMat(cv::ACCESS_READ).clone());
    }
    mosaic->gains.assign(count, cv::Scalar::all(1));
    if (compensates) mosaic->gains = equal_gains(places, colours, used);
    if (cuts) {
      std::vector<cv::UMat> numbers(count);
      for (size_t i = 0; i < count; i++) {
        cv::Mat number;
        colours[i].convertTo(number, CV_32F);
        cv::multiply(number, mosaic->gains[i], number);
        number.copyTo(numbers[i]);
      }
      cv::detail::GraphCutSeamFinder(cv::detail::GraphCutSeamFinderBase::COST_COLOR_GRAD).find(numbers, places, used);
    } else {
      cv::detail::VoronoiSeamFinder().find(colours, places, used);
    }
    mosaic->seams = used;
    *out = mosaic.release();
  });
}

int32_t superpose_cv_mosaic_begin(
    superpose_cv_mosaic *mosaic, int32_t width, int32_t height, int32_t bands, superpose_cv_message *message) {
  return guarded(message, [&] {
    mosaic->area = cv::Rect(0, 0, width, height);
    mosaic->blender = cv::makePtr<cv::detail::MultiBandBlender>(0, bands, CV_32F);
    mosaic->blender->prepare(mosaic->area);
  });
}

int32_t superpose_cv_mosaic_feed(
    superpose_cv_mosaic *mosaic, size_t index, const superpose_cv_image *picture, const superpose_cv_image *mask,
    superpose_cv_mosaic_place place, superpose_cv_message *message) {
  return guarded(message, [&] {
    CV_Assert(mosaic->blender && index < mosaic->seams.size() && mask->mat.size() == picture->mat.size());
    // The seam is widened before it is enlarged, so that neighbours meet; the mask keeps it inside the picture.
    cv::Mat seam, wide;
    cv::dilate(mosaic->seams[index], wide, cv::Mat());
    const double across = double(wide.cols) / place.width, down = double(wide.rows) / place.height;
    const cv::Matx23d wide_from_part(
        across, 0, (place.left + 0.5) * across - 0.5, 0, down, (place.top + 0.5) * down - 0.5);
    cv::warpAffine(
        wide, seam, wide_from_part, picture->mat.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    cv::bitwise_and(seam, mask->mat, seam);
    if (cv::countNonZero(seam) == 0) return;
    cv::Mat colour = compensated(picture->mat, mosaic->gains[index]);
    extend(colour, mask->mat);
    mosaic->blender->feed(colour, seam, cv::Point(place.x, place.y));
  });
}

int32_t superpose_cv_mosaic_finish(
    superpose_cv_mosaic *mosaic, int32_t depth, superpose_cv_image **out, superpose_cv_message *message) {
  return guarded_image(out, message, [&] {
    CV_Assert(mosaic->blender && (depth == CV_8U || depth == CV_16U));
    cv::Mat blended, mask, result, alpha;
    mosaic->blender->blend(blended, mask);
    mosaic->blender.release();
    blended.convertTo(result, depth, depth == CV_16U ? 1 / halved : 1);
    blended.release();
    mask.convertTo(alpha, depth, depth == CV_16U ? 257 : 1);
    cv::Mat whole(result.size(), CV_MAKETYPE(depth, 4));
    const cv::Mat parts[] = {result, alpha};
    const int channels[] = {0, 0, 1, 1, 2, 2, 3, 3};
    cv::mixChannels(parts, 2, &whole, 1, channels, 4);
    return whole;
  });
}
