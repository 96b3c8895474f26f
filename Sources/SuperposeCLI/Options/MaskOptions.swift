import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles

/// What of both images takes part.
struct MaskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "An image that is zero where nothing of the moving image takes part, of its size or its proportions.",
      valueName: "image"))
  var movingMask: String?

  @Option(help: ArgumentHelp("Likewise for the fixed image.", valueName: "image"))
  var fixedMask: String?

  @Option(
    name: .customLong("roi"), parsing: .unconditional,
    help: ArgumentHelp(
      "The rectangle of the moving image that takes part, in its pixels.", valueName: "x,y,w,h"),
    transform: PixelRectangle.init(argument:))
  var movingRegion: PixelRectangle?

  @Option(
    name: .customLong("fixed-roi"), parsing: .unconditional,
    help: ArgumentHelp("Likewise for the fixed image.", valueName: "x,y,w,h"),
    transform: PixelRectangle.init(argument:))
  var fixedRegion: PixelRectangle?

  @Option(
    help: ArgumentHelp(
      "Whether that takes part which both images show alike at the same pixels, such as captions, frames and a "
        + "camera's round mask: keep or ignore. (default: \(StaticOverlayPolicy.keep.rawValue))",
      valueName: "what"))
  var staticOverlay: StaticOverlayPolicy?

  var areGiven: Bool {
    [movingMask, fixedMask].contains { $0 != nil } || [movingRegion, fixedRegion].contains { $0 != nil }
      || staticOverlay != nil
  }

  /// Reads the masks.
  func guidance() throws -> RegistrationGuidance {
    var guidance = RegistrationGuidance()
    guidance.moving = try Participation(maskFile: movingMask.map { URL(path: $0) }, region: movingRegion)
    guidance.fixed = try Participation(maskFile: fixedMask.map { URL(path: $0) }, region: fixedRegion)
    if let staticOverlay { guidance.staticOverlay = staticOverlay }
    return guidance
  }
}

/// What of images takes part that are no pair.
struct SingleMaskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "An image that is zero where nothing of the images takes part, of their size or their proportions.",
      valueName: "image"))
  var mask: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The rectangle of the images that takes part, in their pixels.", valueName: "x,y,w,h"),
    transform: PixelRectangle.init(argument:))
  var roi: PixelRectangle?

  /// Reads the mask.
  func participation() throws -> Participation {
    try Participation(maskFile: mask.map { URL(path: $0) }, region: roi)
  }
}
