// Convolutions and their gradients through oneDNN 2, on images that lie as our own kernels want them.
#include "COneDNN.h"
#include "Support.h"

#if MIXLAB_ONEDNN

#include <exception>
#include <memory>
#include <string>

namespace {

using dnnl::memory;
constexpr auto direct = dnnl::algorithm::convolution_direct;

/// The descriptions of a convolution's arrays and its settings.
struct Setup {
  memory::desc image, weights, result, plain_weights;
  memory::dims strides, dilates, low, high;

  static memory::desc activations(
    int64_t batch, int64_t channels, int64_t height, int64_t width) {
    return {
      {batch, channels, height, width}, memory::data_type::f32,
      channels < 16 ? memory::format_tag::nchw : memory::format_tag::nChw16c};
  }

  explicit Setup(const mdnn_convolution_shape &s) {
    const auto f32 = memory::data_type::f32;
    const auto any = memory::format_tag::any;
    image = activations(s.batch, s.in_channels, s.in_height, s.in_width);
    result = activations(s.batch, s.out_channels, s.out_height, s.out_width);
    if (s.groups == 1) {
      const memory::dims sizes = {s.out_channels, s.in_channels, s.kernel_height, s.kernel_width};
      weights = memory::desc(sizes, f32, any);
      plain_weights = memory::desc(sizes, f32, memory::format_tag::oihw);
    } else {
      const memory::dims sizes = {
        s.groups, s.out_channels / s.groups, s.in_channels / s.groups, s.kernel_height,
        s.kernel_width};
      weights = memory::desc(sizes, f32, any);
      plain_weights = memory::desc(sizes, f32, memory::format_tag::goihw);
    }
    strides = {s.stride_height, s.stride_width};
    dilates = {s.dilation_height - 1, s.dilation_width - 1};
    low = {s.pad_top, s.pad_left};
    high = {s.pad_bottom, s.pad_right};
  }

  dnnl::convolution_forward::primitive_desc forward() const {
    return {
      {dnnl::prop_kind::forward_training, direct, image, weights, result, strides, dilates, low,
       high},
      attributes(), mdnn::cpu_engine()};
  }

  dnnl::convolution_backward_data::primitive_desc input_gradient() const {
    return {
      {direct, image, weights, result, strides, dilates, low, high}, attributes(),
      mdnn::cpu_engine(), forward()};
  }

  dnnl::convolution_backward_weights::primitive_desc weight_gradient() const {
    return {
      {direct, image, weights, result, strides, dilates, low, high}, attributes(),
      mdnn::cpu_engine(), forward()};
  }

  static dnnl::primitive_attr attributes() {
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return attributes;
  }
};

int64_t aligned(size_t bytes) { return static_cast<int64_t>((bytes + 63) / 64 * 64); }

}  // namespace

struct mdnn_convolution {
  dnnl::stream stream{mdnn::cpu_engine()};
  mdnn_pass pass;
  mdnn::Call call;
  /// Weights from or to the layout that the algorithm wants.
  mdnn::Call reorder;
  bool reorders = false;
  int64_t weights_bytes = 0, scratch_bytes = 0;
  std::string algorithm;

  /// Arguments in the order first operand, second operand, result, scratch.
  template <typename Primitive, typename Description>
  void build(
    const Description &description, int first, const memory::desc &first_desc, int second,
    const memory::desc &second_desc, int result, const memory::desc &result_desc,
    const memory::desc &wanted, const Setup &setup) {
    algorithm = description.impl_info_str();
    const memory::desc scratch = description.scratchpad_desc();
    call.primitive = Primitive(description);
    call.pass(first, first_desc);
    call.pass(second, second_desc);
    call.pass(result, result_desc);
    call.pass(DNNL_ARG_SCRATCHPAD, scratch);
    scratch_bytes = aligned(scratch.get_size());
    reorders = wanted != setup.plain_weights;
    if (!reorders) return;
    weights_bytes = aligned(wanted.get_size());
    const bool writes_weights = pass == MDNN_WEIGHT_GRADIENT;
    const auto &from = writes_weights ? wanted : setup.plain_weights;
    const auto &to = writes_weights ? setup.plain_weights : wanted;
    reorder.primitive = dnnl::reorder(dnnl::reorder::primitive_desc(
      mdnn::cpu_engine(), from, mdnn::cpu_engine(), to));
    reorder.pass(DNNL_ARG_FROM, from);
    reorder.pass(DNNL_ARG_TO, to);
  }

  void build(const Setup &setup) {
    switch (pass) {
      case MDNN_FORWARD: {
        const auto description = setup.forward();
        build<dnnl::convolution_forward>(
          description, DNNL_ARG_SRC, setup.image, DNNL_ARG_WEIGHTS, description.weights_desc(),
          DNNL_ARG_DST, setup.result, description.weights_desc(), setup);
        break;
      }
      case MDNN_INPUT_GRADIENT: {
        const auto description = setup.input_gradient();
        build<dnnl::convolution_backward_data>(
          description, DNNL_ARG_DIFF_DST, setup.result, DNNL_ARG_WEIGHTS,
          description.weights_desc(), DNNL_ARG_DIFF_SRC, setup.image, description.weights_desc(),
          setup);
        break;
      }
      case MDNN_WEIGHT_GRADIENT: {
        const auto description = setup.weight_gradient();
        build<dnnl::convolution_backward_weights>(
          description, DNNL_ARG_SRC, setup.image, DNNL_ARG_DIFF_DST, setup.result,
          DNNL_ARG_DIFF_WEIGHTS, description.diff_weights_desc(), description.diff_weights_desc(),
          setup);
        break;
      }
    }
  }

  bool run(const float *first, const float *second, float *result, void *workspace) {
    char *weights = static_cast<char *>(workspace);
    const bool writes_weights = pass == MDNN_WEIGHT_GRADIENT;
    if (reorders && !writes_weights) {
      reorder.bind(0, second, stream);
      reorder.bind(1, weights, stream);
      if (!reorder.run(stream)) return false;
    }
    call.bind(0, first, stream);
    call.bind(1, reorders && !writes_weights ? static_cast<void *>(weights) : second, stream);
    call.bind(2, reorders && writes_weights ? static_cast<void *>(weights) : result, stream);
    call.bind(3, weights + weights_bytes, stream);
    if (!call.run(stream)) return false;
    if (!reorders || !writes_weights) return true;
    reorder.bind(0, weights, stream);
    reorder.bind(1, result, stream);
    return reorder.run(stream);
  }
};

mdnn_convolution *mdnn_convolution_create(
  const mdnn_convolution_shape *shape, mdnn_pass pass, char *error, int64_t capacity) {
  try {
    const Setup setup(*shape);
    auto convolution = std::make_unique<mdnn_convolution>();
    convolution->pass = pass;
    convolution->build(setup);
    return convolution.release();
  } catch (const std::exception &failure) {
    mdnn::report(failure.what(), error, capacity);
  } catch (...) {
    mdnn::report("oneDNN failed without a reason", error, capacity);
  }
  return nullptr;
}

int64_t mdnn_convolution_workspace(const mdnn_convolution *convolution) {
  return convolution == nullptr ? 0 : convolution->weights_bytes + convolution->scratch_bytes;
}

const char *mdnn_convolution_algorithm(const mdnn_convolution *convolution) {
  return convolution == nullptr ? "" : convolution->algorithm.c_str();
}

bool mdnn_convolution_run(
  mdnn_convolution *convolution, const float *first, const float *second, float *result,
  void *workspace) {
  if (convolution == nullptr) return false;
  try {
    return convolution->run(first, second, result, workspace);
  } catch (...) {
    return false;
  }
}

void mdnn_convolution_destroy(mdnn_convolution *convolution) { delete convolution; }

#else

#include <cstdio>

struct mdnn_convolution {};

mdnn_convolution *mdnn_convolution_create(
  const mdnn_convolution_shape *, mdnn_pass, char *error, int64_t capacity) {
  if (error != nullptr && capacity > 0) {
    std::snprintf(
      error, static_cast<size_t>(capacity), "This build is without oneDNN; install libdnnl-dev.");
  }
  return nullptr;
}

int64_t mdnn_convolution_workspace(const mdnn_convolution *) { return 0; }

const char *mdnn_convolution_algorithm(const mdnn_convolution *) { return ""; }

bool mdnn_convolution_run(
  mdnn_convolution *, const float *, const float *, float *, void *) {
  return false;
}

void mdnn_convolution_destroy(mdnn_convolution *) {}

#endif
