/// How many pairs are done in a time, for people: `4.2 pairs a second`.
struct PairRate: CustomStringConvertible {
  let pairs: Int
  let seconds: Double

  var perSecond: Double { seconds > 0 ? Double(pairs) / seconds : 0 }

  var description: String { "\(perSecond.formatted(digits: 2)) pairs a second" }
}
