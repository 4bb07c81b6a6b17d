module first-room/bench/lobby/distance

go 1.26
