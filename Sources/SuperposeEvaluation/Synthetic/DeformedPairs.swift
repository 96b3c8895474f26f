import Superpose
import SuperposeFiles
import SuperposeGeometry

/// The settings for pairs of views of photographs of which the second is bent.
public struct DeformationOptions: Codable, Hashable, Sendable {
  /// Pairs whose second view is bent.
  public var pairs = 300
  /// Pairs whose second view is not, which a plane explains.
  public var planes = 100
  /// The largest displacement of a point by the bending, as a part of the view's long side. Each pair has a random one
  /// between none and this.
  public var largestBend = 0.03
  /// The size of the views, how far they differ otherwise, and the seed.
  public var synthetic = SyntheticOptions()

  /// 300 bent pairs and 100 planes of 640×480 pixels.
  public init() {}
}

extension Photographs {
  /// Returns pairs that are rendered when they are needed: the bent ones (`bent`), then the others (`plane`).
  /// Photographs are used in turn.
  public func deformedPairs(_ options: DeformationOptions) -> [EvaluationPair] {
    (0..<options.pairs + options.planes).map { number in
      let isBent = number < options.pairs
      let photograph = usable[number % usable.count]
      var generator = SplitMix64(seed: options.synthetic.seed(ofPair: number))
      let views = RandomView.pair(
        of: photograph.size, size: options.synthetic.size, options: options.synthetic.views, using: &generator)
      let largest = generator.unit() * options.largestBend * Double(options.synthetic.size.longSide)
      let bend = isBent ? ThinPlate(over: options.synthetic.size, largest: largest, using: &generator) : nil
      return pair(
        isBent ? number : number - options.pairs, isBent ? "bent" : "plane", (photograph, photograph), views,
        options.synthetic, &generator, truth: .surface(BentSurface(views, bend: bend)), bend: bend)
    }
  }
}
