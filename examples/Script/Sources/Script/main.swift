import Superpose

var configuration = RegistrationConfiguration()
configuration.resize = .exact(ImageSize(width: 640, height: 640))
configuration.extraction.maxKeypoints = 700
configuration.secondLook = .off
configuration.estimation = EstimationOptions(estimator: .ransac, maxErrorPixels: 8)
let registrar = try Registrar(configuration: configuration)
let (moving, fixed) = (try Image(contentsOf: "moving.jpg"), try Image(contentsOf: "fixed.jpg"))

let keypoints = try registrar.detect(moving)  // keypoints [N, 2], scores [N], descriptors [N, 256]
try keypoints.keypointsPicture(on: moving).write(to: "keypoints.png")
let matches = try registrar.match(moving, fixed).filtered(minConfidence: 0.5)  // mkpts0, mkpts1, confidence
try matches.matchesPicture(moving, fixed).write(to: "matches.png")

let result = Registration(report: registrar.report(on: matches), moving: moving, fixed: fixed)
print(result.verdict, result.report.reasons, result.fixedFromMoving?.rows ?? [])
try result.warpedMoving()?.write(to: "warped.png")
try result.warpedFixed()?.write(to: "warped-back.png")
try result.overlap()?.moving.write(to: "overlap.png")
try result.alignedPicture()?.write(to: "grid.png")  // moving, moving warped, fixed, fixed warped back
