// A narrow shim over libjpeg-turbo: JPEG from memory; says "not available" where it is missing.
#ifndef CJPEG_H
#define CJPEG_H

#include <stddef.h>
#include <stdint.h>

/// What a decoder may spend on one file.
typedef struct mjpeg_limits {
  uint32_t max_width;
  uint32_t max_height;
  /// Of the decoded pixels.
  size_t max_pixel_bytes;
  /// Passes of a progressive file, each of which costs as much as a whole picture.
  int max_scans;
} mjpeg_limits;

/// A decoded image: rows from the top, no padding, 1 (grey) or 3 (RGB) channels.
typedef struct mjpeg_image {
  uint32_t width;
  uint32_t height;
  uint32_t channels;
  uint8_t *pixels;
} mjpeg_image;

/// Not 0 if this build reads JPEG.
int mjpeg_available(void);

/// The library's name and version, like "libjpeg-turbo 2.1.5"; "" where not available.
const char *mjpeg_version(void);

/// Decodes a baseline or progressive JPEG to 8 bits, grey or RGB as the file is.
///
/// Truncated and damaged data are failures, and so are CMYK and more than 8 bits. Colour profiles
/// and orientation are ignored. Returns 0 and an image for `mjpeg_image_free`; otherwise not 0 and a
/// NUL-terminated message, and `image` owns nothing.
int mjpeg_decode(const uint8_t *bytes, size_t byte_count, const mjpeg_limits *limits,
                 mjpeg_image *image, char *message, size_t message_capacity);

/// Releases what an image owns and empties it.
void mjpeg_image_free(mjpeg_image *image);

#endif
