// The parts of OpenCV that Superpose uses, as C functions.
//
// Every function that can fail returns 0 for success and 1 for failure, and in the latter case writes the reason to
// `message`. No C++ exception leaves the shim. An image handle returned through `out` belongs to the caller, who frees
// it with `superpose_cv_free`; no function frees or keeps a handle that it was given. Handles may share pixels (a crop
// is a view). Channels are grey, BGR or BGRA, interleaved. Positions are in pixels, where (0, 0) is the centre of the
// top-left one.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct superpose_cv_image superpose_cv_image;

/// The reason why the last call failed, NUL-terminated.
typedef struct {
  char text[512];
} superpose_cv_message;

/// The depths of OpenCV that Superpose knows.
enum { SUPERPOSE_CV_UINT8 = 0, SUPERPOSE_CV_UINT16 = 2, SUPERPOSE_CV_FLOAT32 = 5 };
/// OpenCV's interpolations for resizing.
enum { SUPERPOSE_CV_NEAREST = 0, SUPERPOSE_CV_LINEAR = 1, SUPERPOSE_CV_CUBIC = 2, SUPERPOSE_CV_AREA = 3 };

typedef struct {
  int32_t width, height, channels;
  int32_t depth;        // one of SUPERPOSE_CV_UINT8, ... (or another OpenCV depth, from a decoder)
  int64_t row_bytes;    // from one row to the next
  void *pixels;         // valid while the handle is
} superpose_cv_layout;

/// Keeps OpenCV's logger quiet: errors reach the caller as messages.
void superpose_cv_silence(void);
/// Discards what is written to C++'s std::cerr in this process from now on, because OpenCV's decoders write there past
/// the logger. Only a program may do so, before it has threads.
void superpose_cv_mute_cerr(void);

// Images (image.cpp)

/// Makes a new image of zeros.
int32_t superpose_cv_create(
    int32_t width, int32_t height, int32_t channels, int32_t depth, superpose_cv_image **out,
    superpose_cv_message *message);
void superpose_cv_free(superpose_cv_image *image);
superpose_cv_layout superpose_cv_describe(const superpose_cv_image *image);

/// Makes an image of some of the bands of pixels that lie in memory without gaps: channel i is band `order[i]`.
int32_t superpose_cv_choose_bands(
    const void *pixels, int32_t width, int32_t height, int32_t bands, int32_t depth, const int32_t *order,
    int32_t channels, superpose_cv_image **out, superpose_cv_message *message);

// Files (codec.cpp)

/// Decodes a file's bytes with depth, channels and alpha as they are. The EXIF orientation is not applied.
int32_t superpose_cv_decode(
    const void *bytes, size_t count, superpose_cv_image **out, superpose_cv_message *message);
/// Encodes as `extension` (".png") with OpenCV's pairs of write parameters, and passes the bytes to `sink` once.
int32_t superpose_cv_encode(
    const superpose_cv_image *image, const char *extension, const int32_t *parameters, size_t parameter_count,
    void (*sink)(void *context, const uint8_t *bytes, size_t count), void *context,
    superpose_cv_message *message);

// Whole images to new ones (transform.cpp)

/// Rotates and mirrors by an EXIF orientation, 1...8.
int32_t superpose_cv_orient(
    const superpose_cv_image *image, int32_t orientation, superpose_cv_image **out,
    superpose_cv_message *message);
int32_t superpose_cv_resize(
    const superpose_cv_image *image, int32_t width, int32_t height, int32_t interpolation,
    superpose_cv_image **out, superpose_cv_message *message);
/// Returns a view of a part, which shares the pixels.
int32_t superpose_cv_crop(
    const superpose_cv_image *image, int32_t x, int32_t y, int32_t width, int32_t height,
    superpose_cv_image **out, superpose_cv_message *message);
/// Converts to grey (0.299 R + 0.587 G + 0.114 B), BGR or BGRA of the same depth. Added alpha is opaque; alpha may be
/// dropped.
int32_t superpose_cv_to_channels(
    const superpose_cv_image *image, int32_t channels, superpose_cv_image **out,
    superpose_cv_message *message);
/// Maps `low`...`high` to 0...1 (float32) or to 0...255 (uint8, rounded), clamped. NaN becomes 0.
int32_t superpose_cv_stretch(
    const superpose_cv_image *image, float low, float high, int32_t depth, superpose_cv_image **out,
    superpose_cv_message *message);

// Warping (warp.cpp)

/// Fills each pixel q of `target` from `source` at p ~ `source_from_target` q (row by row), where q's centre is mapped
/// onto the source, up to half a pixel beyond its outer centres, with a positive third coordinate. Other pixels stay as
/// they are. `taps` is 1 (nearest, which copies and takes one sample only), 2 (linear), 4 (cubic) or 6 (Lanczos); each
/// pixel is the mean of `supersampling` squared samples. Both images have the same depth and channels; the fourth
/// channel is alpha and weights the colours.
int32_t superpose_cv_warp(
    const superpose_cv_image *source, superpose_cv_image *target, const double source_from_target[9],
    int32_t taps, int32_t supersampling, superpose_cv_message *message);

/// Does the same for some rows of the target, from a table of source points: an x and a y for each pixel of these rows
/// and of a margin of one pixel around them, row by row. Points that are not numbers come from nowhere; between pixels
/// the table is interpolated.
int32_t superpose_cv_warp_rows(
    const superpose_cv_image *source, superpose_cv_image *target, const double *source_points, int32_t first_row,
    int32_t row_count, int32_t taps, int32_t supersampling, superpose_cv_message *message);

/// A rectangle of a picture's pixels in memory, bands interleaved.
typedef struct {
  int64_t x, y;                           // where it begins in the picture
  int32_t width, height;
  int64_t picture_width, picture_height;  // of the whole picture
  int32_t bands;
  int32_t has_alpha;                      // whether the last of 2 or 4 bands is alpha
  int64_t row_bytes;
  void *pixels;
} superpose_cv_part;

/// Does the same for a part of the target from a part of the source, in the calling thread: every pixel is what warping
/// the whole picture makes of it, where the source's part has all pixels that it comes from. Taps that the part lacks
/// are those at its edge. `depth` is that of both parts.
int32_t superpose_cv_warp_part(
    const superpose_cv_part *source, const superpose_cv_part *target, int32_t depth,
    const double source_from_target[9], int32_t taps, int32_t supersampling, superpose_cv_message *message);
/// Does the same as superpose_cv_warp_part from a table of source points, as superpose_cv_warp_rows has it for rows:
/// for each pixel of the target's part and of a margin of one pixel around it.
int32_t superpose_cv_warp_part_points(
    const superpose_cv_part *source, const superpose_cv_part *target, int32_t depth, const double *source_points,
    int32_t taps, int32_t supersampling, superpose_cv_message *message);
/// Zeroes the pixels of a part that do not come from another picture, of this size, at p ~ `other_from_target` q.
void superpose_cv_clear_part(
    const superpose_cv_part *target, int32_t depth, int64_t width, int64_t height,
    const double other_from_target[9]);

// Two pictures of one size in one (overlay.cpp). Grey pictures have 8 bits; `coverage` is 255 where the warped picture
// is.

/// Computes 255 where a picture is mostly opaque and 0 elsewhere. A picture without alpha is opaque.
int32_t superpose_cv_coverage(
    const superpose_cv_image *image, superpose_cv_image **out, superpose_cv_message *message);
/// Gives the grey picture the brightness and contrast that `reference` has around each pixel.
int32_t superpose_cv_match_brightness(
    const superpose_cv_image *image, const superpose_cv_image *reference, const superpose_cv_image *coverage,
    superpose_cv_image **out, superpose_cv_message *message);
/// Draws the edges of the grey picture where it is covered, over a faint `background`. Their brightness is their
/// strength relative to what is usual around them.
int32_t superpose_cv_edges(
    const superpose_cv_image *gray, const superpose_cv_image *coverage, const superpose_cv_image *background,
    superpose_cv_image **out, superpose_cv_message *message);
/// Makes a BGR picture: blue and green from `cyan`, red from `red` where it is covered, else from `cyan`.
int32_t superpose_cv_two_colors(
    const superpose_cv_image *cyan, const superpose_cv_image *red, const superpose_cv_image *coverage,
    superpose_cv_image **out, superpose_cv_message *message);

// Drawing in place on 8-bit BGR (drawing.cpp). Colours are packed 0xRRGGBB, one per item; lines are anti-aliased.

/// Draws circles around `xy` (pairs), filled where `thickness` is negative.
int32_t superpose_cv_draw_circles(
    superpose_cv_image *image, const double *xy, const uint32_t *colors, size_t count, double radius,
    int32_t thickness, superpose_cv_message *message);
/// Draws the segments `xyxy` (fours).
int32_t superpose_cv_draw_lines(
    superpose_cv_image *image, const double *xyxy, const uint32_t *colors, size_t count, int32_t thickness,
    superpose_cv_message *message);
/// Draws text with the left end of its baseline at (x, y) and capitals about `height` pixels high.
int32_t superpose_cv_draw_text(
    superpose_cv_image *image, const char *text, int32_t x, int32_t y, double height, uint32_t color,
    superpose_cv_message *message);
/// Returns the width of such text in pixels.
int32_t superpose_cv_text_width(const char *text, double height);
/// Fills the image with one colour.
int32_t superpose_cv_fill(superpose_cv_image *image, uint32_t color, superpose_cv_message *message);
/// Copies `patch` so that its top-left pixel lies at (x, y); it must fit.
int32_t superpose_cv_paste(
    superpose_cv_image *image, const superpose_cv_image *patch, int32_t x, int32_t y,
    superpose_cv_message *message);
/// Computes `image = (1 - opacity) * image + opacity * other` for images of the same size.
int32_t superpose_cv_blend(
    superpose_cv_image *image, const superpose_cv_image *other, double opacity, superpose_cv_message *message);

#ifdef __cplusplus
}
#endif
