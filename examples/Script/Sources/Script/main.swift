import Superpose

// 640×640, 700 keypoints at whole pixels, one look, matches from 0.5, RANSAC at 8 pixels: each can be set by itself.
let registrar = try Registrar(configuration: .classic)
let (moving, fixed) = (try Image(contentsOf: "moving.jpg"), try Image(contentsOf: "fixed.jpg"))

let keypoints = try registrar.detect(moving)  // keypoints [N, 2], scores [N], descriptors [N, 256]
try keypoints.keypointsPicture(on: moving).write(to: "keypoints.png")
let matches = try registrar.match(moving, fixed)  // mkpts0 [n, 2], mkpts1 [n, 2], confidence [n]
try matches.matchesPicture(moving, fixed).write(to: "matches.png")

let result = Registration(report: registrar.report(on: matches), moving: moving, fixed: fixed)
print(result.verdict, result.report.reasons, result.fixedFromMoving?.rows ?? [])
try result.warpedMoving()?.write(to: "warped.png")
try result.warpedFixed()?.write(to: "warped-back.png")
try result.overlap()?.moving.write(to: "overlap.png")
try result.alignedPicture()?.write(to: "grid.png")  // moving, moving warped, fixed, fixed warped back
