/// The numbers that inference, exported graphs and training must share, beside the layers themselves.
///
/// Weights are trained with these values: another value asks for weights that were trained with it.
public enum NetworkConstants {
  // MARK: SuperPoint

  /// Where the centre of a map's first cell lies, in pixels. With w cells across, pixel x lies at
  /// `(x − firstCellCentre) / (8·w − samplingMargin)` of the way from the first cell's centre to the last one's. The
  /// published weights were trained with this (`align_corners=True`), half a pixel off though it is.
  public static let firstCellCentre: Float = 3.5
  public static let samplingMargin: Float = 4.5
  /// A vector shorter than this is divided by this to make it a unit vector, and not by its length.
  public static let shortestLength: Float = 1e-12

  /// No two keypoints are closer than this many pixels in x and in y.
  public static let suppressionRadius = 4
  /// How often suppressed regions are opened again for what is the largest in the rest.
  public static let suppressionReopenings = 2
  /// Keypoints this close to the image's border are dropped, in pixels.
  public static let borderPixels = 4

  /// A peak between pixels lies in its own pixel: no farther than this from its centre, in x and in y.
  public static let farthestPeak: Float = 0.5
  /// The logarithm of a score is that of at least this: rounding may make scores zero.
  public static let leastPeakScore: Float = 1e-8

  // MARK: SuperGlue

  /// Positions are centred on the image and divided by this times its longer side.
  public static let keypointScale = 0.7
  /// Added to the attention score of a key that is padding, and in the place of the score of a pair with padding. Its
  /// exponential is zero beside any real score, and it is finite in 16 bits, where a row of nothing but minus infinity
  /// would become NaN.
  public static let excludedScore: Float = -30_000
  /// The epsilon of batch normalisation: PyTorch's default, with which the published weights were trained.
  public static let batchNormEpsilon: Float = 1e-5

  /// Before training, the scores of pairs are the inner products of their unit descriptors times this (found by
  /// trials), and the score of no match, the dustbin, is ``startDustbin``.
  public static let startScale: Float = 20
  public static let startDustbin: Float = 10
}
