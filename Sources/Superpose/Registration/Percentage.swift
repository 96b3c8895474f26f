/// A share of 0…1 in words: `100 %` means all and `0 %` means none, whatever rounding says.
package struct Percentage: CustomStringConvertible {
  private let share: Double

  package init(_ share: Double) { self.share = share }

  package var description: String {
    let isWhole = share <= 0 || share >= 1
    let percents = (100 * share).rounded()
    if isWhole || (percents > 0 && percents < 100) { return "\(Int(percents)) %" }
    let tenths = (1000 * share).rounded()
    if tenths == 0 { return "under 0.1 %" }
    return tenths == 1000 ? "over 99.9 %" : "\(tenths / 10) %"
  }
}
