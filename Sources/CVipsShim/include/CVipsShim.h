// The parts of libvips that Superpose uses, as C functions.
//
// The library is loaded when it is first used, since most runs of the program never need it: linking it would cost each
// of them the loading of some eighty libraries, and every build Debian's libvips-dev with 118 packages. Every function
// that can fail returns 0 for success and 1 for failure, and in the latter case writes the reason to `message`. An
// image returned through `out` belongs to the caller, who frees it with `superpose_vips_free`. Images may be used by
// several threads. Positions count pixels from the top-left one, which is (0, 0).
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct superpose_vips_image superpose_vips_image;
/// The part of an image that one thread has read last.
typedef struct superpose_vips_reader superpose_vips_reader;

/// The reason why the last call failed, NUL-terminated.
typedef struct {
  char text[512];
} superpose_vips_message;

/// The formats of a value that Superpose knows, among those of libvips.
enum { SUPERPOSE_VIPS_UINT8 = 0, SUPERPOSE_VIPS_UINT16 = 2, SUPERPOSE_VIPS_FLOAT32 = 6 };

typedef struct {
  int32_t width, height, bands;
  int32_t format;    // one of SUPERPOSE_VIPS_UINT8, ... (or another format of libvips)
  int32_t has_alpha; // whether libvips takes the last band for alpha
  int32_t pages;     // of the file, 1 where it has no pages
} superpose_vips_layout;

/// A rectangle of pixels in memory, bands interleaved.
typedef struct {
  int32_t x, y, width, height;
  int64_t row_bytes;
  void *pixels;
} superpose_vips_pixels;

/// Loads the library, once. The others may be called only after this has succeeded.
int32_t superpose_vips_load(superpose_vips_message *message);

/// Opens a file and reads its header. `page`, `level` (a sub-directory of TIFF, 0 for none, else counted from 1) and
/// `shrink` (1, 2, 4 or 8, of JPEG) are looked at where the format has them. With `sequential` only one pass from top
/// to bottom is possible, which for most formats needs no room for the decoded picture.
int32_t superpose_vips_open(
    const char *path, int32_t page, int32_t level, int32_t shrink, int32_t sequential, superpose_vips_image **out,
    superpose_vips_message *message);
void superpose_vips_free(superpose_vips_image *image);
superpose_vips_layout superpose_vips_describe(const superpose_vips_image *image);

/// Replaces squares of `factor` pixels by their means. A last square that is not full repeats the image's last pixels.
int32_t superpose_vips_shrink(
    superpose_vips_image *image, int32_t factor, superpose_vips_image **out, superpose_vips_message *message);
/// Keeps so many decoded bytes of an image, in squares, for whoever reads near them next.
int32_t superpose_vips_cache(
    superpose_vips_image *image, int64_t bytes, superpose_vips_image **out, superpose_vips_message *message);
/// Opens a file that holds nothing but pixels of this layout's size, bands and format, rows without gaps, in the
/// colours that so many bands usually have.
int32_t superpose_vips_open_pixels(
    const char *path, superpose_vips_layout layout, superpose_vips_image **out, superpose_vips_message *message);

/// Copies the whole image into `pixels`, rows without gaps.
int32_t superpose_vips_copy(superpose_vips_image *image, void *pixels, superpose_vips_message *message);

/// Reads a part. The pixels are valid until the reader's next call, in the thread that has the reader.
int32_t superpose_vips_read(
    superpose_vips_reader *reader, int32_t x, int32_t y, int32_t width, int32_t height, superpose_vips_pixels *out,
    superpose_vips_message *message);
int32_t superpose_vips_make_reader(
    superpose_vips_image *image, superpose_vips_reader **out, superpose_vips_message *message);
void superpose_vips_free_reader(superpose_vips_reader *reader);

/// Fills the pixels of a part of a new image, which are not set before, from the readers of all sources. It is called
/// by several threads at once, each with readers of its own. Anything but 0 ends the writing.
typedef int32_t (*superpose_vips_fill)(
    void *context, superpose_vips_reader *const *readers, superpose_vips_pixels target);

/// libvips' numbers of TIFF's compressions without loss.
enum { SUPERPOSE_VIPS_STORED = 0, SUPERPOSE_VIPS_DEFLATE = 2, SUPERPOSE_VIPS_LZW = 5 };

/// Writes a new image of the first source's bands and format as a tiled BigTIFF with a pyramid, part by part. It has a
/// page for each source, one below the other in `height`. Profile, resolution and XMP are those of the first source;
/// the orientation is upright.
int32_t superpose_vips_write(
    superpose_vips_image *const *sources, int32_t count, int32_t width, int32_t height, superpose_vips_fill fill,
    void *context, const char *path, int32_t compression, int32_t nearest, superpose_vips_message *message);
/// Writes an image as it is, in the same form, by means of four pixels in the pyramid.
int32_t superpose_vips_save(
    superpose_vips_image *image, const char *path, int32_t compression, superpose_vips_message *message);
