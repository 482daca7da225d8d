// Input gradients of images of few channels: every pixel of the gradient gives whole patches.
//
// A patch, all channels of all taps, fits into a few vectors, which are sums over the channels of
// the gradient, and is then added to the image where the taps lie.

// Vectors of sums that stay in registers, as in tiles of pixels; at least a patch.
enum {
  THIN_SUMS = MK_PIXELS * MK_PIXEL_VECTORS < MK_THIN_VECTORS
    ? MK_THIN_VECTORS : MK_PIXELS * MK_PIXEL_VECTORS
};

/// Sums over the channels of `pixels` neighbours: patches of `vectors` vectors, one after the other.
/// Both are constants wherever this is inlined, so that the sums stay in registers.
MK_INLINE void sum_patches(
  const mk_thin_plan *plan, const float *gradient, const int vectors, const int pixels,
  float *patches) {
  const float *weights = plan->weights;
  vfloat sums[THIN_SUMS];
#define EACH_PATCH                                 \
  UNROLLED for (int i = 0; i < pixels; i++)        \
  UNROLLED for (int j = 0; j < vectors; j++)
  EACH_PATCH sums[i * vectors + j] = splat(0.0f);
  for (int64_t block = 0; block < plan->blocks; block++) {
    for (int lane = 0; lane < MK_LANES; lane++) {
      vfloat y[MK_THIN_VECTORS];
      UNROLLED for (int j = 0; j < vectors; j++) y[j] = load_float(weights + j * MK_LANES);
      UNROLLED for (int i = 0; i < pixels; i++) {
        const vfloat x = splat(gradient[i * MK_LANES + lane]);
        UNROLLED for (int j = 0; j < vectors; j++) sums[i * vectors + j] += x * y[j];
      }
      weights += vectors * MK_LANES;
    }
    gradient += plan->pixels * MK_LANES;
  }
  EACH_PATCH store_float(patches + (i * vectors + j) * MK_LANES, sums[i * vectors + j]);
#undef EACH_PATCH
}

/// Where the numbers of a patch lie in an image, from its first tap on.
typedef struct {
  int64_t size;
  int32_t places[MK_THIN_VECTORS * MK_LANES];
} patch_places;

static patch_places places_of_patch(const mk_convolution *shape) {
  patch_places it = {.size = 0};
  for (int64_t row = 0; row < shape->kernel_height; row++) {
    for (int64_t column = 0; column < shape->kernel_width; column++) {
      const int64_t place = row * shape->dilation_height * shape->in_width
                            + column * shape->dilation_width;
      for (int64_t channel = 0; channel < shape->in_channels; channel++) {
        it.places[it.size++] =
          (int32_t)(channel * shape->in_height * shape->in_width + place);
      }
    }
  }
  return it;
}

/// The taps of an axis that lie within the image: from <= tap < to.
MK_INLINE void clip_taps(
  int64_t start, int64_t dilation, int64_t size, int64_t taps, int64_t *from, int64_t *to) {
  *from = start < 0 ? (dilation - 1 - start) / dilation : 0;
  const int64_t left = size - start;
  const int64_t fitting = left <= 0 ? 0 : (left + dilation - 1) / dilation;
  *to = fitting < taps ? fitting : taps;
}

/// Adds the patch of a pixel to the image.
static void add_patch(
  const mk_convolution *shape, const patch_places *it, const float *patch, int64_t pixel,
  float *image) {
  const int64_t top = pixel / shape->out_width * shape->stride_height - shape->pad_top;
  const int64_t left = pixel % shape->out_width * shape->stride_width - shape->pad_left;
  int64_t row, end_row, first, end;
  clip_taps(
    top, shape->dilation_height, shape->in_height, shape->kernel_height, &row, &end_row);
  clip_taps(left, shape->dilation_width, shape->in_width, shape->kernel_width, &first, &end);
  // May lie before the image; the taps do not.
  const int64_t start = top * shape->in_width + left;
  if (end_row - row == shape->kernel_height && end - first == shape->kernel_width) {
    for (int64_t i = 0; i < it->size; i++) image[start + it->places[i]] += patch[i];
    return;
  }
  for (; row < end_row; row++) {
    const int64_t line = row * shape->kernel_width;
    for (int64_t i = (line + first) * shape->in_channels; i < (line + end) * shape->in_channels;
         i++) {
      image[start + it->places[i]] += patch[i];
    }
  }
}

/// Computes the gradients of some images.
MK_INLINE void convolve_thin_images(
  const mk_thin_plan *plan, int64_t first, int64_t end, const int vectors, const int pixels) {
  const mk_convolution *shape = plan->shape;
  const patch_places places = places_of_patch(shape);
  const int64_t size = shape->in_channels * shape->in_height * shape->in_width;
  _Alignas(64) float patches[THIN_SUMS * MK_LANES];
  for (int64_t n = first; n < end; n++) {
    float *image = plan->destination + n * size;
    memset(image, 0, (size_t)size * sizeof(float));
    const float *gradient = plan->gradient + n * plan->blocks * plan->pixels * MK_LANES;
    int64_t done = 0;
    while (done < plan->pixels && plan->pixels >= pixels) {
      // The last pixels share a tile with some that are done.
      const int64_t last = plan->pixels - pixels, pixel = done < last ? done : last;
      sum_patches(plan, gradient + pixel * MK_LANES, vectors, pixels, patches);
      for (int64_t i = done - pixel; i < pixels; i++) {
        add_patch(shape, &places, patches + i * vectors * MK_LANES, pixel + i, image);
      }
      done = pixel + pixels;
    }
    for (; done < plan->pixels; done++) {
      sum_patches(plan, gradient + done * MK_LANES, vectors, 1, patches);
      add_patch(shape, &places, patches, done, image);
    }
  }
}

static void convolve_thin(const mk_thin_plan *plan, int64_t first, int64_t end) {
#define PIXELS_OF(vectors) (THIN_SUMS / (vectors) < 12 ? THIN_SUMS / (vectors) : 12)
  switch (plan->vectors) {
    case 1: convolve_thin_images(plan, first, end, 1, PIXELS_OF(1)); break;
    case 2: convolve_thin_images(plan, first, end, 2, PIXELS_OF(2)); break;
    case 3: convolve_thin_images(plan, first, end, 3, PIXELS_OF(3)); break;
    default: convolve_thin_images(plan, first, end, 4, PIXELS_OF(4)); break;
  }
#undef PIXELS_OF
}
