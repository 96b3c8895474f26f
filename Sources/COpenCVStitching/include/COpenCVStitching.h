// What mosaics take from OpenCV's module "stitching", as C functions. The conventions are those of COpenCVShim.h.
#pragma once
#include <COpenCVShim.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The gains and the seams of pictures that lie on one plane, and the mosaic that is blended from them.
typedef struct superpose_cv_mosaic superpose_cv_mosaic;

void superpose_cv_mosaic_free(superpose_cv_mosaic *mosaic);

/// Finds gains and seams of `count` small pictures (8-bit BGR) whose top-left pixels lie at `corners` (pairs x, y) of a
/// common plane. `masks` (8-bit grey) are 255 where a picture has data. Where `compensates` is 0 all gains are 1; where
/// `cuts` is 0 the seams lie in the middle between the pictures instead of where they differ least.
int32_t superpose_cv_mosaic_plan(
    const superpose_cv_image *const *pictures, const superpose_cv_image *const *masks, const int32_t *corners,
    size_t count, int32_t compensates, int32_t cuts, superpose_cv_mosaic **out, superpose_cv_message *message);

/// Begins a mosaic, or a part of one, of `width` x `height` pixels that is blended in so many frequency bands.
int32_t superpose_cv_mosaic_begin(
    superpose_cv_mosaic *mosaic, int32_t width, int32_t height, int32_t bands, superpose_cv_message *message);

/// Where pixels lie that are blended in: the top-left one in the mosaic that was begun, and in the whole picture that
/// they are a part of, with that one's size.
typedef struct {
  int32_t x, y, left, top, width, height;
} superpose_cv_mosaic_place;

/// Blends pixels of picture `index` in, of 8 or 16 bits and 1 or 3 channels. `mask` is 255 where they have data; the
/// seam, which was found on the small picture, cuts it further.
int32_t superpose_cv_mosaic_feed(
    superpose_cv_mosaic *mosaic, size_t index, const superpose_cv_image *picture, const superpose_cv_image *mask,
    superpose_cv_mosaic_place place, superpose_cv_message *message);

/// Returns the mosaic as BGRA of `depth` (8 or 16 bits), transparent where no picture was.
int32_t superpose_cv_mosaic_finish(
    superpose_cv_mosaic *mosaic, int32_t depth, superpose_cv_image **out, superpose_cv_message *message);

#ifdef __cplusplus
}
#endif
