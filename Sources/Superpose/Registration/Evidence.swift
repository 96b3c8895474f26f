import Foundation
package import SuperposeGeometry

/// The evidence for and against a transform. Everything is in pixels of the pictures that the networks saw, because the
/// size of the files is no evidence.
package struct Evidence: Sendable {
  let fixedFromMoving: Homography
  let movingSize: ImageSize
  let fixedSize: ImageSize
  let matchCount: Int
  /// The inliers' positions in the fixed image.
  let inliers: [Point]
  /// The largest standard deviation of the mapped corners of the overlap, as a fraction of the fixed image's short
  /// side. It is infinite where nothing bounds it, and nil where the transform was found by other means.
  package var overlapDeviation: Double?
  /// The same for the moving image's corners. Some of them may lie far outside the fixed image, where nobody looks, so
  /// that the verdict does not depend on it.
  package var cornerDeviation: Double?
  /// The part of the overlap that takes part, 0…1. Inliers can lie nowhere else.
  var participatingShare = 1.0
  /// The median distance of inliers from the same place in the other picture, in pixels; nil where it was not measured.
  var displacement: Double?
  /// How the pictures agree away from the matches; nil where it was not measured.
  var content: ContentAgreement?

  /// Fewer inliers than this may agree by chance. Of 110 pairs of photographs of different scenes, in two settings with
  /// up to 235 matches a pair, none that had a plausible transform had more than eight.
  package static let fewestInliers = 10
  /// This many inliers are convincing: three times what was seen to agree by chance.
  static let enoughInliers = 24
  /// The smallest share of inliers among the matches. By chance it was 4 %.
  static let smallestInlierRatio = 0.12
  /// The smallest share of the overlap that the inliers' hull must cover.
  static let smallestCoverage = 0.05
  /// The largest factor by which areas may grow or shrink in the middle of the image.
  static let largestAreaScale = 100.0
  /// The largest factor by which that growth may differ between the image's corners.
  static let largestPerspective = 10_000.0
  /// The largest standard deviation of a mapped corner of the overlap, as a fraction of the fixed image's short side.
  /// Of the right results among 1000 views of photographs this limit doubts 2.1 %, and of the 909 results that it
  /// trusts 2 are wrong by 10 px. Half of it doubts 6.7 % and trusts none that is wrong; twice as much doubts 0.8 % and
  /// trusts 8 wrong ones; without a limit there are 31.
  static let largestDeviation = 0.02

  /// A median displacement below this counts as none: what both pictures show at the same place may not be part of the
  /// scene. Among 107 pairs of different photographs under one frame, caption, mask, ruler or time stamp none had more
  /// than 1.2.
  static let smallestDisplacement = 2.0
  /// With fewer squares than this, nothing can be said about the content away from the matches.
  static let fewestSquares = 12
  /// The least share of the squares that must lie away from the matches before their content is asked: of 64 pairs of
  /// different photographs under the same overlays, the least was 0.44. Of one photograph and its coarsest JPEG file
  /// 0.28 are left, where nothing but artefacts is to be seen.
  static let smallestShare = 0.36
  /// The smallest correlation of content that agrees. None of those 107 pairs had more than 0.18; of 112 pairs of the
  /// same photographs in other light, most of them under such overlays too, none had less than 0.42.
  static let smallestCorrelation = 0.25

  /// Whether the inliers lie at the same place in both pictures.
  var isInPlace: Bool { displacement.map { $0 < Self.smallestDisplacement } ?? false }

  var overlap: ConvexPolygon {
    fixedSize.outline.intersection(ConvexPolygon(movingSize.outline.corners.map { fixedFromMoving($0) }))
  }

  /// The share of the fixed image that the moving image covers, 0…1.
  package var overlapFraction: Double { overlap.area / fixedSize.outline.area }

  /// The share of the overlap that lies between inliers, 0…1; of an overlap of which only a part takes part, the share
  /// of that part.
  package var coverage: Double {
    let area = overlap.area * participatingShare
    return area > 0 ? min(1, ConvexPolygon(hullOf: inliers).area / area) : 0
  }

  var inlierRatio: Double { matchCount > 0 ? Double(inliers.count) / Double(matchCount) : 0 }

  /// Returns the verdict and, unless it is `registered`, the reasons.
  func verdict() -> (Verdict, reasons: [String]) {
    let insane = absurdities()
    if !insane.isEmpty { return (.failed, insane) }
    if inliers.count < Self.fewestInliers {
      return (.failed, ["only \(inliers.count) matches agree on a transform; at least \(Self.fewestInliers) must"])
    }
    let doubts = weaknesses()
    return doubts.isEmpty ? (.registered, []) : (.doubtful, doubts)
  }

  /// Returns what else the user should know about the result. It does not count against it.
  ///
  /// - Parameter fixedShortSide: The short side of the fixed image in the pixels that the user sees.
  func notes(fixedShortSide: Int) -> [String] {
    guard let cornerDeviation, cornerDeviation > Self.largestDeviation, !(overlapDeviation ?? 0 > Self.largestDeviation)
    else { return [] }
    let pixels = cornerDeviation * Double(fixedShortSide)
    let corners = "outside the overlap the moving image's corners are placed "
    return [corners + (pixels < 1e6 ? "only to within \(Int(pixels.rounded(.up))) pixels" : "nowhere in particular")]
  }

  private func weaknesses() -> [String] {
    var doubts: [String] = []
    if inliers.count < Self.enoughInliers {
      doubts.append("only \(inliers.count) matches agree on the transform; \(Self.enoughInliers) would be convincing")
    }
    if inlierRatio < Self.smallestInlierRatio {
      doubts.append("only \(Percentage(inlierRatio)) of the matches agree on the transform")
    }
    if coverage < Self.smallestCoverage {
      doubts.append("the matches that agree cover only \(Percentage(coverage)) of the overlap")
    }
    if let overlapDeviation, overlapDeviation > Self.largestDeviation {
      doubts.append("parts of the overlap lie too far from the matches that agree to be placed well")
    }
    if let content, content.squareCount >= Self.fewestSquares, content.share >= Self.smallestShare,
      content.correlation < Self.smallestCorrelation
    {
      doubts.append(
        "the matches that agree lie on what both images show at the same place, as a frame or a caption; "
          + "what lies between does not fit")
    }
    return doubts
  }

  /// Returns what no camera does to a flat scene.
  func absurdities() -> [String] {
    if let folding = fixedFromMoving.folding(of: movingSize) { return [folding] }
    return absurdScales(movingSize.outline.corners)
      + (overlap.area > 0 ? [] : ["the images do not overlap under the transform"])
  }

  private func absurdScales(_ corners: [Point]) -> [String] {
    let scales = corners.map { abs(fixedFromMoving.areaScale(at: $0)) }
    let centre = Point(x: Double(movingSize.width - 1) / 2, y: Double(movingSize.height - 1) / 2)
    let middle = abs(fixedFromMoving.areaScale(at: centre))
    guard let smallest = scales.min(), let largest = scales.max(), middle.isFinite else {
      return ["the transform is not finite"]
    }
    var reasons: [String] = []
    if max(middle, 1 / middle) > Self.largestAreaScale {
      reasons.append("the transform changes areas by a factor of \(rounded(middle))")
    }
    if largest / smallest > Self.largestPerspective {
      let factor = rounded(largest / smallest)
      reasons.append(
        "the transform's perspective is extreme: areas differ by a factor of \(factor) between corners")
    }
    return reasons
  }
}

extension Evidence {
  init(_ matches: PointMatches, _ estimate: TransformEstimate, masks: Masks = Masks()) {
    let (moving, fixed) = matches.frames
    fixedFromMoving = fixed.networkFromOriginal * estimate.fixedFromMoving * moving.originalFromNetwork
    movingSize = moving.network
    fixedSize = fixed.network
    matchCount = matches.count
    let networkFromOriginal = fixed.networkFromOriginal
    inliers = zip(matches.correspondences, estimate.inliers).compactMap { $1 ? networkFromOriginal($0.fixed) : nil }
    let fixedFromPlace = PixelGrid.resize(from: moving.original, to: fixed.network)
    displacement =
      zip(matches.correspondences, estimate.inliers)
      .compactMap { $1 ? fixedFromPlace($0.moving).distance(to: networkFromOriginal($0.fixed)) : nil }.median
    cornerDeviation = moving.original.cornerPixels.compactMap { estimate.deviation(at: $0) }.max()
    guard let movingFromFixed = fixedFromMoving.inverse else { return }
    participatingShare = masks.share(of: fixedSize, movingSize, movingFromFixed: movingFromFixed)
    let originalFromNetwork = moving.originalFromNetwork
    overlapDeviation = overlap.corners.compactMap {
      estimate.deviation(at: originalFromNetwork(movingFromFixed($0)))
    }.max()
  }
}

extension Masks {
  /// The part of the overlap that takes part, by points on a grid; 1 without masks and without an overlap.
  fileprivate func share(of fixedSize: ImageSize, _ movingSize: ImageSize, movingFromFixed: Homography) -> Double {
    guard moving != nil || fixed != nil else { return 1 }
    let points = fixedSize.grid(of: 64).filter { movingSize.contains(movingFromFixed($0)) }
    let included = points.count { contains(fixed: $0, movingFromFixed: movingFromFixed) }
    return included > 0 ? Double(included) / Double(points.count) : 1
  }
}

extension ImageSize {
  /// Points all over an image: so many columns and rows of them.
  func grid(of count: Int) -> [Point] {
    let places = (0..<count).map { (Double($0) + 0.5) / Double(count) }
    return places.flatMap { y in
      places.map { x in Point(x: x * Double(width) - 0.5, y: y * Double(height) - 0.5) }
    }
  }
}

extension Homography {
  /// Returns the reason why no camera sees an image of this size in this way, or nil where its corners stay in front of
  /// the horizon and in their order.
  package func folding(of size: ImageSize) -> String? {
    let corners = size.outline.corners
    let depths = corners.map { depth(at: $0) }
    guard depths.allSatisfy({ $0 > 0 }) || depths.allSatisfy({ $0 < 0 }) else {
      return "the transform folds the moving image over its horizon"
    }
    let mapped = ConvexPolygon(corners.map { self($0) })
    guard mapped.signedArea > 0, mapped.isConvexAndClockwise else {
      return "the transform mirrors or folds the moving image"
    }
    return nil
  }
}

extension [Double] {
  /// The median, which is the upper one of two; nil without values.
  fileprivate var median: Double? { isEmpty ? nil : sorted()[count / 2] }
}

/// Formats any number with few digits.
private func rounded(_ value: Double) -> String {
  if value > 1e6 { return String(format: "%.1e", value) }
  return value > 10 ? String(Int(value)) : String((value * 1000).rounded() / 1000)
}
