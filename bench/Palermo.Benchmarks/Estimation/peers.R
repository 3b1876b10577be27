# Seconds the R packages take on this machine: Rscript peers.R FOLDER-OF-TABLES LIBRARY
arguments <- commandArgs(trailingOnly = TRUE)
.libPaths(c(arguments[2], .libPaths()))
suppressMessages({ library(SparseMSE); library(Rcapture); library(dga); library(LCMCR) })
table_of <- function(name) as.matrix(read.csv(file.path(arguments[1], paste0(name, ".csv"))))
say <- function(what, seconds) cat(what, seconds, "\n", sep = "\t")
least <- function(times, f) min(sapply(seq_len(times), function(i) system.time(f())[["elapsed"]]))
uk <- table_of("UKdat"); uk5 <- table_of("UKdat_5"); uk4 <- table_of("UKdat_4")

# 100 replicates, times ten: the package runs them one after the other.
say("stepwise", 10 * least(1, function() estimatepopulation(uk, nboot = 100, pthresh = 0.02)))
say("models5", least(1, function() suppressWarnings(closedpMS.t(uk5, dfreq = TRUE, maxorder = 4))))
cells <- function(z) { k <- ncol(z) - 1; a <- array(0, rep(2, k)); for (i in seq_len(nrow(z))) a[matrix(z[i, 1:k] + 1, 1)] <- z[i, k + 1]; a }
data(graphs4); data(graphs5)
graphs <- function(z, g, reps) { x <- cells(z); n <- 10 * sum(z[, ncol(z)]); least(reps, function() bma.cr(x, 1:n, 2^-(ncol(z) - 1), g)) }
say("dga4", graphs(uk4, graphs4, 10))
say("dga5", graphs(uk5, graphs5, 3))
sweeps <- function(z) {
  x <- as.data.frame(z); k <- ncol(x) - 1
  for (j in 1:k) x[[j]] <- factor(x[[j]])
  names(x)[k + 1] <- "Freq"
  s <- lcmCR(x, tabular = TRUE, K = 10, a_alpha = 0.25, b_alpha = 0.25, seed = 1, buffer_size = 10000, thinning = 100)
  least(3, function() s$Update(100000, output = FALSE))
}
say("sweeps5", sweeps(uk5)); say("sweeps6", sweeps(uk))
