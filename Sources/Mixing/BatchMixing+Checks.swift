// What settings mean at their ends, and which are refused.

import Tensors

extension BatchMixing {
  /// The method without the parts that change nothing.
  var effectiveMethod: Method {
    guard probability > 0 else { return .off }
    switch method {
    case .mixup(alpha: 0), .cutMix(alpha: 0), .simplex(ways: 1, _), .simplex(_, alpha: 0),
      .mixupOrCutMix(mixupAlpha: 0, cutMixAlpha: 0, _):
      return .off
    case .mixupOrCutMix(let alpha, _, cutMixShare: 0):
      return alpha == 0 ? .off : .mixup(alpha: alpha)
    case .mixupOrCutMix(_, let alpha, cutMixShare: 1):
      return alpha == 0 ? .off : .cutMix(alpha: alpha)
    default:
      return method
    }
  }

  /// How many samples a mixture is made of, 1 for none.
  var ways: Int {
    switch effectiveMethod {
    case .off: 1
    case .simplex(let ways, _): ways
    case .mixup, .cutMix, .mixupOrCutMix: 2
    }
  }

  typealias Mistake = (setting: String, problem: String, remedy: String)

  /// The first setting that cannot be followed, or nil.
  func mistake(
    own: Tensor, partner: Tensor?, imageSize: (height: Int, width: Int)?
  ) -> Mistake? {
    if let mistake = rangeMistake { return mistake }
    guard own.rank == 2, own.dtype == .float32 else {
      return ("targets", "\(own.type) came", "pass float32[rows, n]")
    }
    // A method that mixes nothing needs nothing.
    guard ways > 1 else { return nil }
    if partners == .given, partner?.type != own.type {
      let came = partner.map { "\($0.type)" } ?? "none"
      return ("partner labels", "\(came) came beside \(own.type)", "pass one row for each sample")
    }
    if partners != .given, partner != nil {
      return (
        "partner labels", "they came for partners \"\(partners)\"",
        "pass none, or set partners to \"given\""
      )
    }
    if ways > 2, partners == .reversed || partners == .given {
      return (
        "ways", "\(ways) came for partners \"\(partners)\", which are one for each sample",
        "use 2 ways, or partners \"permutation\", \"shifted\" or \"sameClass\""
      )
    }
    if usesBoxes, (imageSize.map { min($0.height, $0.width) } ?? 0) < 1 {
      let came = imageSize.map { "\($0.height) x \($0.width)" } ?? "none"
      return ("image size", "\(came) came for CutMix", "pass the height and width of the images")
    }
    return nil
  }

  private var usesBoxes: Bool {
    switch effectiveMethod {
    case .cutMix, .mixupOrCutMix: true
    case .off, .mixup, .simplex: false
    }
  }

  private var rangeMistake: Mistake? {
    var shares = [("probability", probability), ("label smoothing", smoothing)]
    var amounts = [("noise", noise)]
    switch method {
    case .off: break
    case .mixup(let alpha), .cutMix(let alpha): amounts.append(("alpha", alpha))
    case .mixupOrCutMix(let mixupAlpha, let cutMixAlpha, let share):
      amounts += [("alpha", mixupAlpha), ("alpha", cutMixAlpha)]
      shares.append(("share of CutMix", share))
    case .simplex(let ways, let alpha):
      amounts.append(("alpha", alpha))
      guard ways >= 1 else { return ("ways", "\(ways) came", "use at least 1") }
    }
    for (name, value) in shares where !(0...1).contains(value) {
      return (name, "\(value) came", "use a number from 0 to 1")
    }
    for (name, value) in amounts where !(value >= 0 && value.isFinite) {
      return (name, "\(value) came", "use a finite number of at least 0")
    }
    return nil
  }
}
