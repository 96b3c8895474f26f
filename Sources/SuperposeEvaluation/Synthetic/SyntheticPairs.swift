public import Superpose
import SuperposeFiles
import SuperposeGeometry

/// The settings for pairs of views of photographs, whose homography is known because it was made.
public struct SyntheticOptions: Codable, Hashable, Sendable {
  /// Pairs of views of one photograph.
  public var pairs = 1000
  /// The number of pairs that show two different photographs.
  public var negatives = 0
  /// The size of each view.
  public var size = ImageSize(width: 640, height: 480)
  /// How far views differ.
  public var views = RandomView.Options()
  /// How their light and sharpness differ.
  public var photometric = PhotometricChange.Options()
  /// Equal seeds and photographs give equal pairs, and a larger number of pairs begins with the same ones.
  public var seed: UInt64 = 0

  /// 1000 pairs of 640×480 pixels.
  public init() {}

  /// The size of the smallest photograph that is used. One with half a view's sides is enlarged; a smaller one shows
  /// too little.
  public var smallestPhotograph: ImageSize { ImageSize(width: size.width / 2, height: size.height / 2) }

  /// The settings that decide a pair, beside its number and its photographs.
  var recipe: String { "\(size) \(views) \(photometric) \(seed)" }

  func seed(ofPair number: Int) -> UInt64 { seed &* 0x1_0000_0001 &+ UInt64(number) }
}

extension Photographs {
  /// Returns pairs that are rendered when they are needed. Photographs are used in turn.
  public func syntheticPairs(_ options: SyntheticOptions) -> [EvaluationPair] {
    (0..<options.pairs).map { number in
      let photograph = usable[number % usable.count]
      var generator = SplitMix64(seed: options.seed(ofPair: number))
      let views = RandomView.pair(
        of: photograph.size, size: options.size, options: options.views, using: &generator)
      return pair(
        number, "synthetic", (photograph, photograph), views, options, &generator,
        truth: .homography(views.1.viewFromPhotograph * views.0.photographFromView))
    } + unrelatedPairs(options)
  }

  /// Returns pairs of a view of one photograph and a view of another.
  private func unrelatedPairs(_ options: SyntheticOptions) -> [EvaluationPair] {
    guard usable.count > 1 else { return [] }
    return (0..<options.negatives).map { number in
      var generator = SplitMix64(seed: ~options.seed(ofPair: number))
      let first = generator.next(below: usable.count)
      let second = (first + 1 + generator.next(below: usable.count - 1)) % usable.count
      let views = [first, second].map { index in
        RandomView.pair(of: usable[index].size, size: options.size, options: options.views, using: &generator).1
      }
      return pair(
        number, "unrelated", (usable[first], usable[second]), (views[0], views[1]), options, &generator,
        truth: .unrelated)
    }
  }

  /// Returns a pair of two views, the second one bent where a bend is given.
  func pair(
    _ number: Int, _ dataset: String, _ photographs: (Photograph, Photograph), _ views: (RandomView, RandomView),
    _ options: SyntheticOptions, _ generator: inout SplitMix64, truth: EvaluationPair.Truth, bend: ThinPlate? = nil
  ) -> EvaluationPair {
    let name = "\(dataset)/\(number + 1)"
    let seeds = (generator.next(), generator.next())
    let photometric = options.photometric
    let bent = bend.map { " \($0)" } ?? ""
    return EvaluationPair(
      name: name, sequence: dataset, dataset: dataset,
      identity:
        "\(fileIdentity(photographs.0.file.pathText)) \(fileIdentity(photographs.1.file.pathText)) \(options.recipe)"
        + bent,
      images: (
        .made(name: name + "/0") {
          try views.0.picture(of: photographs.0.file, photometric: PhotometricChange(photometric, seed: seeds.0))
        },
        .made(name: name + "/1") {
          try views.1.picture(
            of: photographs.1.file, photometric: PhotometricChange(photometric, seed: seeds.1), bend: bend)
        }
      ), truth: truth)
  }
}
