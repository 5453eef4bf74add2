#!/bin/bash
# A sweep on a folder that the nodes share, as a job array. From a checkout that they share, too:
#   npm run sweep -- --methods bn,gn+ws --batch 2,64,128 --seeds 3 --plan DIR
#   sbatch deploy/slurm.sh DIR
# Each task begins with its share of the plan, and then helps the others. One that is cut short leaves a checkpoint:
# submit the script again, and it goes on.
#SBATCH --job-name=norm-playground
#SBATCH --array=0-7
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --time=04:00:00
#SBATCH --requeue
# A minute before its time is over a task is asked to stop.
#SBATCH --signal=TERM@60
set -eu
: "${1:?the folder of the plan}"
cd "$SLURM_SUBMIT_DIR"
# Not npm run: it would build the kernels, in all tasks at once. The plan's command has done so.
# Named again, since some versions' srun does not inherit it.
exec srun --cpus-per-task="${SLURM_CPUS_PER_TASK:-1}" node --import tsx src/cli/worker.ts --out "$1" --processes 1 --threads "${SLURM_CPUS_PER_TASK:-1}"
