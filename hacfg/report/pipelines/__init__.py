"""What pipelines read: GitLab's Terraform report, GitHub's annotations and outputs."""
